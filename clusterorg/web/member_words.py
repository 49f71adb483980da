"""Words about organisations and their people, and the sentences of their timeline."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from clusterorg.web.own_fields import OwnField, own_changes
from clusterorg.web.seat_words import VERB
from clusterorg.web.words import HELIX, LANGUAGE, SIZE, SUB_GROUP, word

IDENTIFIER: dict[str, Any] = {
    "be_enterprise": _("Enterprise number (Belgium)"),
    "vat": _("VAT number"),
    "iban": _("IBAN"),
    "fr_siren": _("SIREN (France)"),
    "de_register": _("Register number (Germany)"),
    "nl_kvk": _("Chamber of Commerce number (Netherlands)"),
    "dk_cvr": _("CVR (Denmark)"),
    "se_orgnr": _("Organisation number (Sweden)"),
    "no_orgnr": _("Organisation number (Norway)"),
    "ch_uid": _("UID (Switzerland)"),
    "lei": _("LEI"),
}
ADDRESS: dict[str, Any] = {
    "registered": _("Registered address"),
    "billing": _("Billing address"),
    "visiting": _("Visiting address"),
}
CONTACT_ROLE: dict[str, Any] = {
    "voting_representative": _("Voting representative"),
    "billing": _("Billing"),
    "general": _("General"),
}
FIELD: dict[str, Any] = {
    "name": _("Name"),
    "legal_name": _("Legal name"),
    "helix": _("Helix"),
    "subgroup": _("Sub-group"),
    "declared_size": _("Declared size"),
    "website": _("Website"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "is_startup": _("Start-up"),
    "founded_on": _("Founded on"),
    "note": _("Note"),
    "tags": _("Tags"),
    "scheme": _("Kind of number"),
    "value": _("Number"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Place"),
    "country": _("Country"),
    "nuts_code": _("Region (NUTS)"),
    "kind": _("Kind"),
    "year": _("Year"),
    "source": _("Source"),
    "code": _("Code"),
    "role": _("Role"),
    "valid_from": _("From"),
    "valid_until": _("Until"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "job_title": _("Function"),
}
REASON: dict[str, Any] = {
    "identifier": _("Same number"),
    "web_domain": _("Same website"),
    "mail_domain": _("Same mail domain"),
    "same_name": _("Same name"),
    "similar_name": _("Similar name"),
}
PROPOSED: dict[str, Any] = {
    "name": _("The name says “%(sign)s”."),
    "website": _("The website says “%(sign)s”."),
    "no_sign": _("Nothing points to another helix."),
}
SENTENCE: dict[str, Any] = {
    "organisation.added": _("Added to the list"),
    "dues.withdrawn": _("Dues withdrawn by a credit note"),
    "dues.waived": _("Dues waived"),
    "organisation.changed": _("Details changed"),
    "organisation.archived": _("Archived"),
    "organisation.restored": _("Taken back from the archive"),
    "organisation.tagged": _("Tags changed"),
    "organisation.merged": _("Merged with another entry"),
    "identifier.added": _("Number added"),
    "identifier.removed": _("Number removed"),
    "address.added": _("Address added"),
    "address.changed": _("Address changed"),
    "address.removed": _("Address removed"),
    "size.added": _("Size figures recorded"),
    "size.changed": _("Size figures changed"),
    "size.removed": _("Size figures removed"),
    "activity.added": _("Activity added"),
    "activity.removed": _("Activity removed"),
    "contact.added": _("Contact added"),
    "contact.changed": _("Contact changed"),
    "contact.archived": _("Contact archived"),
    "contact.role_granted": _("Role given to a contact"),
    "contact.role_ended": _("Role of a contact ended"),
    "contact.linked": _("Access to the portal given"),
    "contact.unlinked": _("Access to the portal taken away"),
    "application.submitted": _("Application sent"),
    "application.approved": _("Application approved"),
    "application.rejected": _("Application rejected"),
    "application.withdrawn": _("Application withdrawn"),
    "application.draft": _("Application begun"),
    "application.more_information": _("More information asked"),
    "organisation.imported": _("Came with an import"),
    "organisation.updated_by_import": _("Changed by an import"),
    "organisation.import_undone": _("Import undone"),
    "organisation.merged_away": _("Merged into another entry"),
    "membership.renewed": _("Membership renewed"),
    "membership.imported": _("Membership taken over by an import"),
    "membership.activated": _("Membership active"),
    "membership.activation_withdrawn": _("Membership no longer counted as active"),
    "membership.cancelled": _("Membership cancelled"),
    "membership.cancellation_taken_back": _("Cancellation taken back"),
    "membership.suspended": _("Membership suspended"),
    "membership.suspension_lifted": _("Suspension lifted"),
    "invoice.issued": _("Invoice issued"),
    "invoice.credited": _("Invoice credited"),
    "invoice.not_mailed": _("Invoice could not be mailed"),
    "credit.applied": _("Credit used for an invoice"),
    "checkout.started": _("Payment page opened"),
    "payment.recorded": _("Payment recorded"),
    "payment.undone": _("Payment undone"),
    "entry.reversed": _("Ledger entry reversed"),
    "dues_run.started": _("Dues run started"),
    "dues_run.finished": _("Dues run finished"),
    "dues_scheme.drafted": _("Dues scheme drafted"),
    "dues_scheme.changed": _("Dues scheme changed"),
    "dues_scheme.published": _("Dues scheme published"),
    "dues_scheme.discarded": _("Draft of a dues scheme thrown away"),
    "membership_category.added": _("Category added"),
    "membership_category.changed": _("Category changed"),
    "membership_settings.changed": _("Membership rules changed"),
    "product.added": _("Product added"),
    "product.changed": _("Product changed"),
    "product.vat_decided": _("VAT treatment decided"),
    "tag.renamed": _("Tag renamed"),
    "tag.deleted": _("Tag deleted"),
    "tag.merged": _("Tag merged into another"),
    "custom_field.added": _("Own field added"),
    "custom_field.changed": _("Own field changed"),
    "custom_field.archived": _("Own field archived"),
    "custom_field.restored": _("Own field taken back into use"),
    "import.staged": _("File uploaded for an import"),
    "import.started": _("Import started"),
    "import.carried_out": _("Import carried out"),
    "import.undone": _("Import undone"),
    "import.deleted": _("Upload deleted"),
}
# What a timeline shows as a milestone.
MILESTONES = frozenset(
    {
        "organisation.added",
        "application.approved",
        "membership.activated",
        "membership.cancelled",
        "payment.recorded",
    }
)
_CODES = {
    "helix": HELIX,
    "subgroup": SUB_GROUP,
    "declared_size": SIZE,
    "role": CONTACT_ROLE,
    "language": LANGUAGE,
    "scheme": IDENTIFIER,
    "kind": ADDRESS,
}


def sentence(verb: str) -> str:
    """Return what a verb of the audit log means; an unknown one is written out."""
    plain = verb.replace(".", " ").replace("_", " ").capitalize()
    return str(SENTENCE.get(verb) or VERB.get(verb) or plain)


def written(scheme: str, value: str) -> str:
    """Return a number as it is printed: 0566.988.259, BE 0566.988.259, BE68 5390 0754 7034."""
    if scheme == "be_enterprise" and len(value) == 10:
        return f"{value[:4]}.{value[4:7]}.{value[7:]}"
    if scheme == "vat" and value.startswith("BE") and len(value) == 12:
        return f"BE {written('be_enterprise', value[2:])}"
    if scheme == "iban":
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value


def changes_of(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    own: Sequence[OwnField] = (),
) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of an audit line in words, technical fields left out.

    `own` are the cluster's own fields; each of their values that changed is told by its label.
    """
    before, after = _columns(before), _columns(after)
    found = []
    for name in {**before, **after}:
        if name == "custom":
            found += own_changes(before.get(name), after.get(name), own)
        elif name in FIELD and before.get(name) != after.get(name):
            values = (_value(name, before.get(name)), _value(name, after.get(name)))
            found.append((str(FIELD[name]), *values))
    return found


def _columns(line: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the fields of one side of a line; an import keeps them one level down."""
    below = (line or {}).get("columns")
    return below if isinstance(below, Mapping) else line or {}


def _value(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return word(_CODES[name], value) if name in _CODES else str(value)
