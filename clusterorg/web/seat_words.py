"""The words people read for roles, rights, VAT positions and the audit log's own verbs."""

from typing import Any

from flask_babel import lazy_gettext as _

from clusterorg.domains.identity.vocabulary import API_SCOPES, PERMISSIONS

ROLE: dict[str, Any] = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "finance": _("Finance"),
    "viewer": _("Viewer"),
    "assessor": _("Assessor"),
}
ROLE_SAYS: dict[str, Any] = {
    "owner": _("Owner: everything, also seats, API keys and the cluster's details"),
    "manager": _("Manager: members, applications, dues and money"),
    "finance": _("Finance: dues, invoices, payments and the ledger"),
    "viewer": _("Viewer: sees members and money, changes nothing"),
    "assessor": _("Assessor: sees the dossiers handed to them, and nothing else"),
}
VAT_STATUS: dict[str, Any] = {
    "liable": _("Liable for VAT"),
    "small_business": _("Small business scheme: no VAT is charged"),
    "exempt": _("Exempt from VAT"),
    "not_liable": _("Not liable for VAT"),
}
SCOPE: dict[str, Any] = {scope: _(PERMISSIONS[scope]) for scope in API_SCOPES}
VERB: dict[str, Any] = {
    "cluster.created": _("Cluster created"),
    "cluster.changed": _("Cluster's details changed"),
    "cluster.logo_set": _("Logo changed"),
    "cluster.logo_removed": _("Logo removed"),
    "cluster.second_factor_required": _("Second factor required of staff"),
    "cluster.second_factor_optional": _("Second factor no longer required"),
    "seat.given": _("Seat given"),
    "seat.ended": _("Seat ended"),
    "person.invited": _("Person invited"),
    "api_key.created": _("API key made"),
    "api_key.revoked": _("API key revoked"),
    "view.saved": _("View of a list saved"),
    "view.changed": _("View of a list changed"),
    "view.deleted": _("View of a list deleted"),
    "view.made_default": _("View chosen to open a list with"),
    "view.no_longer_default": _("List opens plain again"),
}
DETAIL: dict[str, Any] = {
    "person": _("Person"),
    "scopes": _("May"),
    "list": _("List"),
    "shared": _("Shared"),
    "arguments": _("Filters and columns"),
    "languages": _("Languages"),
    "default_language": _("First language"),
    "colour": _("Colour"),
    "time_zone": _("Time zone"),
    "vat_status": _("Position for VAT"),
    "vat_number": _("VAT number"),
    "enterprise_number": _("Enterprise number"),
    "legal_form": _("Legal form"),
    "iban": _("Bank account (IBAN)"),
    "bic": _("BIC"),
    "requires_second_factor": _("Second factor required"),
    "organisation": _("Organisation"),
    "organisations": _("Organisations"),
    "label": _("Name"),
    "choices": _("Choices"),
    "required": _("Has to be filled in"),
}
