"""The words for the codes that lines of the audit log hold, by the field that holds them."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _

from clusterorg.domains.ledger.vocabulary import ACCOUNT_ROLE
from clusterorg.domains.membership.vocabulary import APPLICATION_STATE
from clusterorg.web import member_words, own_fields, seat_words, words

ROW_STATE: dict[str, Any] = {
    "unchecked": _("Not checked yet"),
    "ready": _("Ready"),
    "duplicate": _("Maybe a duplicate"),
    "error": _("Has errors"),
}
CAUSE: dict[str, Any] = {
    "invoice": _("Invoice sent"),
    "renewal": _("Renewal"),
    "payment": _("Payment"),
    "free": _("No dues owed"),
    "import": _("Import"),
    "decision": _("Decision"),
}
FEE_ITEM: dict[str, Any] = {"dues": _("Yearly dues"), "entry_fee": _("Entry fee")}
NUTS_SOURCE: dict[str, Any] = {"postcode": _("Postcode"), "manual": _("Chosen by hand")}
LIST: dict[str, Any] = {"members": _("Members"), "invoices": _("Invoices")}
MAIL: dict[str, Any] = {
    "application_approved": _("Application approved"),
    "application_draft": _("Application begun"),
    "application_question": _("More information asked"),
    "application_received": _("Application received"),
    "application_rejected": _("Application rejected"),
    "invitation": _("Invitation to a seat"),
    "invoice": _("Invoice"),
    "member_invitation": _("Invitation to the portal"),
    "password_changed": _("Password changed"),
    "password_reset": _("New password asked"),
    "receipt": _("Receipt"),
    "recovery_code_used": _("Recovery code used"),
    "second_factor_changed": _("Second factor changed"),
    "second_factor_reset": _("Second factor reset"),
    "sign_in_new_device": _("Sign-in from a new device"),
}
CODES: dict[str, dict[str, Any]] = {
    "approval": words.APPROVAL,
    "category": words.VAT_CATEGORY,
    "cause": CAUSE,
    "decision": words.DECISION,
    "declared_size": words.SIZE,
    "default_language": words.LANGUAGE,
    "fee_item": FEE_ITEM,
    "helix": words.HELIX,
    "kind": {**member_words.ADDRESS, **own_fields.KIND},
    "language": words.LANGUAGE,
    "languages": words.LANGUAGE,
    "list": LIST,
    "method": words.PAYMENT_METHOD,
    "nuts_source": NUTS_SOURCE,
    "role": {**member_words.CONTACT_ROLE, **seat_words.ROLE, **ACCOUNT_ROLE},
    "scheme": member_words.IDENTIFIER,
    "scopes": seat_words.SCOPE,
    "state": {**APPLICATION_STATE, **ROW_STATE},
    "subgroup": words.SUB_GROUP,
    "template": MAIL,
    "vat_status": seat_words.VAT_STATUS,
}


def _language(code: str) -> str:
    return words.word(words.LANGUAGE, code)


# Fields whose keys are no fields: texts by language, columns of a file.
KEYS: dict[str, Callable[[str], str]] = {
    "names": _language,
    "descriptions": _language,
    "consent_texts": _language,
    "mapping": str,
    "corrections": str,
}
