"""The words people read for roles, rights and VAT positions."""

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
