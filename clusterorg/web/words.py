"""The words people read for the codes the domains use; each is translated when it is shown."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from clusterorg.domains.organisations.vocabulary import SUB_GROUPS

HELIX: dict[str, Any] = {
    "business": _("Business"),
    "knowledge": _("Knowledge"),
    "government": _("Government"),
    "civil_society": _("Civil society"),
}
LANGUAGE: dict[str, Any] = {
    "en": _("English"),
    "nl": _("Dutch"),
    "fr": _("French"),
    "de": _("German"),
}
SUB_GROUP: dict[str, Any] = {
    "enterprise": _("Enterprise"),
    "business_federation": _("Business federation"),
    "incubator": _("Incubator"),
    "cluster_organisation": _("Cluster organisation"),
    "university": _("University"),
    "university_college": _("University college"),
    "research_centre": _("Research centre"),
    "research_infrastructure": _("Research infrastructure"),
    "local_authority": _("Local authority"),
    "province": _("Province"),
    "regional_authority": _("Regional authority"),
    "national_authority": _("National authority"),
    "public_agency": _("Public agency"),
    "consumers_users": _("Consumers and users"),
    "employees": _("Employees"),
    "training_education": _("Training and education"),
    "financial_institution": _("Financial institution"),
    "service_provider": _("Service provider"),
    "association": _("Association"),
    "media": _("Media"),
    "local_actor": _("Local or regional actor"),
}
SIZE: dict[str, Any] = {
    "micro": _("Micro"),
    "small": _("Small"),
    "medium": _("Medium"),
    "large": _("Large"),
}
PAYMENT_METHOD: dict[str, Any] = {
    "bank_transfer": _("Bank transfer"),
    "cash": _("Cash"),
    "card": _("Card"),
    "bancontact": _("Bancontact"),
    "sepa_debit": _("SEPA direct debit"),
    "ideal": _("iDEAL"),
    "online": _("Online payment"),
}
PRO_RATA: dict[str, Any] = {
    "none": _("The whole year, whatever the day of joining"),
    "month": _("Per month begun"),
    "half_year": _("Half price in the second half of the year"),
    "quarter": _("Per quarter begun"),
    "steps": _("By steps of my own (fill them in below)"),
    "day": _("Per day"),
}
LATE_JOIN: dict[str, Any] = {
    "none": _("No special rule"),
    "pays_next_year": _("The rest of this year is free, next year is charged now"),
    "next_year_included": _("The rest of this year and next year are charged together"),
}
START_POLICY: dict[str, Any] = {
    "payment": _("When the first invoice is paid"),
    "invoice": _("When the first invoice is sent"),
    "provisional": _("At once, provisionally, until the invoice is due"),
}
APPROVAL: dict[str, Any] = {
    "manual": _("A colleague decides on each application"),
    "automatic": _("At once, when every check passes"),
}
VAT_CATEGORY: dict[str, Any] = {
    "S": _("VAT is charged at a rate"),
    "E": _("Exempt from VAT"),
    "AE": _("Reverse charge: the buyer owes the VAT"),
    "O": _("Outside the scope of VAT"),
    "Z": _("Zero rate"),
}

# What a person decides on a row of an import.
DECISION: dict[str, Any] = {
    "create": _("Add as new"),
    "update": _("Update the one found"),
    "skip": _("Leave out"),
}


def options(words: dict[str, Any], codes: Iterable[str] | None = None) -> list[tuple[str, Any]]:
    """Return the choices of a select or a row of chips: (code, word)."""
    return [(code, words[code]) for code in (codes or words)]


def by_helix() -> list[tuple[str, str]]:
    """Return every sub-group with its helix before it, as choices of a select."""
    return [
        (group.value, f"{HELIX[helix.value]}: {SUB_GROUP[group.value]}")
        for helix, groups in SUB_GROUPS.items()
        for group in groups
    ]


def word(words: dict[str, Any], code: object) -> str:
    """Return the word for a code, the code itself when there is none."""
    return str(words.get(str(code), code if code is not None else ""))
