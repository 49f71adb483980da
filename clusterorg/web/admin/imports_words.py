"""Fields a column of a file can go to, decisions and outcomes, in words."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from clusterorg.domains.organisations import queries
from clusterorg.web.admin.common import named
from clusterorg.web.member_words import FIELD
from clusterorg.web.words import HELIX, SUB_GROUP, by_helix
from clusterorg.web.work import session

TARGET: dict[str, Any] = {
    "name": FIELD["name"],
    "legal_name": FIELD["legal_name"],
    "helix": FIELD["helix"],
    "subgroup": FIELD["subgroup"],
    "extra.category": _("Membership category"),
    "extra.joined_on": _("Member since"),
    "website": FIELD["website"],
    "email": FIELD["email"],
    "phone": FIELD["phone"],
    "language": FIELD["language"],
    "enterprise_number": _("Enterprise number"),
    "vat_number": _("VAT number"),
    "iban": _("IBAN"),
    "street": FIELD["street"],
    "postcode": FIELD["postcode"],
    "city": FIELD["city"],
    "country": FIELD["country"],
    "nuts_code": FIELD["nuts_code"],
    "headcount": _("Headcount"),
    "size_year": _("Year of the figures"),
    "turnover": _("Turnover"),
    "balance_sheet": _("Balance sheet total"),
    "size_class": _("Size class"),
    "founded_on": FIELD["founded_on"],
    "is_startup": FIELD["is_startup"],
    "nace": _("NACE code (rev. 2)"),
    "nace_21": _("NACE code (rev. 2.1)"),
    "tags": FIELD["tags"],
    "note": FIELD["note"],
    "contact_given_name": _("Contact: given name"),
    "contact_family_name": _("Contact: family name"),
    "contact_email": _("Contact: e-mail"),
    "contact_phone": _("Contact: telephone"),
    "contact_job_title": _("Contact: function"),
}
COMPARISON: dict[str, Any] = {
    "equals": _("is"),
    "contains": _("contains"),
    "starts_with": _("starts with"),
    "is_empty": _("is empty"),
}
OUTCOME: dict[str, Any] = {
    "pending": _("Waiting"),
    "created": _("Added"),
    "updated": _("Updated"),
    "skipped": _("Left out"),
    "failed": _("Failed"),
    "undone": _("Undone"),
    "undoing": _("Being undone"),
    "undo_refused": _("Kept"),
}


def targets() -> list[tuple[str, Any]]:
    """Return what a column can go to, the cluster's own fields last."""
    own = [(f"custom.{field.key}", field.label) for field in queries.field_definitions(session())]
    return [("", _("Leave this column out")), *TARGET.items(), *own]


def target_word(target: str) -> str:
    """Return the word for a target."""
    return str(dict(targets()).get(target, target))


def results(categories: Any) -> list[tuple[str, str]]:
    """Return what a rule can set, as "target=value" with its sentence."""
    helix = [(f"helix={code}", f"{FIELD['helix']}: {label}") for code, label in HELIX.items()]
    groups = [(f"subgroup={code}", f"{FIELD['subgroup']}: {label}") for code, label in by_helix()]
    kinds = [
        (
            f"extra.category={kind.code}",
            f"{TARGET['extra.category']}: {named(kind.names, kind.code)}",
        )
        for kind in categories
    ]
    return [*kinds, *helix, *groups]


def rule_sentence(rule: dict[str, Any], categories: dict[str, str]) -> tuple[str, str]:
    """Return a rule as "when …" and "then …"."""
    values = " / ".join(f"“{value}”" for value in rule.get("values", ()))
    when = f"{rule['column']} {COMPARISON[rule['comparison']]} {values}".strip()
    then = ", ".join(
        f"{target_word(target)}: {_shown(target, value, categories)}"
        for target, value in rule["results"].items()
        if not (target == "helix" and "subgroup" in rule["results"])
    )
    return when, then or gettext("nothing")


def _shown(target: str, value: str, categories: dict[str, str]) -> str:
    words: dict[str, Any] = {"helix": HELIX, "subgroup": SUB_GROUP, "extra.category": categories}
    return str(words.get(target, {}).get(value, value))
