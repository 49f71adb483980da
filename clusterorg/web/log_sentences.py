"""What happened and who did it: the sentences of the audit log and of timelines."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

SENTENCE: dict[str, Any] = {
    "organisation.added": _("Added to the list"),
    "dues.withdrawn": _("Dues withdrawn by a credit note"),
    "dues.waived": _("Dues waived"),
    "organisation.changed": _("Details changed"),
    "organisation.archived": _("Archived"),
    "organisation.restored": _("Taken back from the archive"),
    "organisation.tagged": _("Tags changed"),
    "organisation.merged": _("Merged with another entry"),
    "organisation.identifier.added": _("Number added"),
    "organisation.identifier.removed": _("Number removed"),
    "organisation.address.added": _("Address added"),
    "organisation.address.changed": _("Address changed"),
    "organisation.address.removed": _("Address removed"),
    "organisation.size.added": _("Size figures recorded"),
    "organisation.size.changed": _("Size figures changed"),
    "organisation.size.removed": _("Size figures removed"),
    "organisation.activity.added": _("Activity added"),
    "organisation.activity.removed": _("Activity removed"),
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
    "chart.opened": _("Chart of accounts opened"),
    "account.added": _("Account added to the chart"),
    "account.changed": _("Account of the chart changed"),
    "invoice.sent_again": _("Invoice mailed again"),
    "checkout.succeeded": _("Paid online"),
    "checkout.failed": _("Online payment failed"),
    "checkout.expired": _("Payment page closed unpaid"),
    "membership.category_unknown": _("Category of the import not known here"),
    "import.checked": _("Import checked"),
    "import.mapped": _("Columns of an import assigned"),
    "import.proposals_accepted": _("Proposals of an import decided on"),
    "import.row_corrected": _("Row of an import corrected"),
    "import.row_decided": _("Row of an import decided on"),
    "import.rows_decided": _("Rows of an import decided on"),
    "import.undo_started": _("Undoing of an import started"),
    "import_profile.saved": _("Column assignment saved for later imports"),
    "mail.refused": _("Mail refused by the recipient’s server"),
    "second_factor.reset": _("Lost second factor taken off"),
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
# Who acts when nobody does: the names of `Actor.system` and `Actor.public` in the code.
ACTOR: dict[str, Any] = {
    "payment": _("automatically, after a payment"),
    "application approved": _("automatically, after the approval"),
    "automatic approval": _("automatically, by the rule for applications"),
    "credit note": _("automatically, after a credit note"),
    "new cluster": _("automatically, for a new cluster"),
    "documents": _("automatically, when the document was made"),
    "import": _("the import"),
    "dues run": _("the dues run"),
    "mail": _("the sending of mail"),
    "demo": _("the demo data"),
    "visitor": _("a visitor"),
}
COMMAND_LINE = "command line"


def sentence(verb: str) -> str:
    """Return what a verb of the audit log means; an unknown one is written out."""
    return str(SENTENCE.get(verb) or verb.replace(".", " ").replace("_", " ").capitalize())


def who(row: Any) -> str:
    """Return who did what a line tells: a person by name, the system in words."""
    if row.actor_kind not in ("system", "public"):
        return str(row.actor_name)
    if row.actor_name.startswith(COMMAND_LINE):
        return gettext("command line") + row.actor_name.removeprefix(COMMAND_LINE)
    return str(ACTOR.get(row.actor_name, row.actor_name))
