"""What membership does when others have news; all inside the transaction that caused it."""

from clusterorg.domains.billing.news import InvoiceCredited, InvoicePaid, InvoiceReopened
from clusterorg.domains.membership.actions.importing import open_imported_terms, undo_imported_terms
from clusterorg.domains.membership.actions.inviting import invite_contacts
from clusterorg.domains.membership.actions.merging import move_membership
from clusterorg.domains.membership.actions.settling import reopen_terms, settle_terms
from clusterorg.domains.membership.actions.waiving import withdraw_dues
from clusterorg.domains.membership.news import ApplicationApproved
from clusterorg.domains.organisations.news import (
    ImportCarriedOut,
    ImportUndone,
    OrganisationsMerged,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def on_invoice_paid(work: UnitOfWork, news: InvoicePaid) -> None:
    """A paid invoice settles the terms that are charged on it."""
    settle_terms(work, invoice_id=news.invoice_id, paid_on=news.paid_on)


def on_invoice_reopened(work: UnitOfWork, news: InvoiceReopened) -> None:
    """A payment that came back unsettles them."""
    reopen_terms(work, invoice_id=news.invoice_id, reopened_on=news.reopened_on)


def on_invoice_credited(work: UnitOfWork, news: InvoiceCredited) -> None:
    """Dues on a credited invoice are booked no more: the next run charges them, unless waived."""
    withdraw_dues(work, invoice_id=news.invoice_id, credited_on=news.credited_on)


def on_organisations_merged(work: UnitOfWork, news: OrganisationsMerged) -> None:
    """Terms, obligations and applications move along, or the merge is refused."""
    move_membership(work, kept_id=news.kept_id, gone_id=news.gone_id)


def on_import_carried_out(work: UnitOfWork, news: ImportCarriedOut) -> None:
    """Rows that name a category are existing members."""
    open_imported_terms(work, rows=news.rows)


def on_import_undone(work: UnitOfWork, news: ImportUndone) -> None:
    """Imported terms on which nothing stands go with their organisations."""
    undo_imported_terms(work, organisation_ids=news.organisation_ids)


def on_application_approved(work: UnitOfWork, news: ApplicationApproved) -> None:
    """The people of a new member may enter the portal; each is mailed an invitation."""
    invite_contacts(
        work,
        organisation_id=news.organisation_id,
        language=news.language,
        actor=Actor.system("application approved"),
        at=work.at,
    )


REACTIONS = [
    (ApplicationApproved, on_application_approved),
    (InvoiceCredited, on_invoice_credited),
    (InvoicePaid, on_invoice_paid),
    (InvoiceReopened, on_invoice_reopened),
    (OrganisationsMerged, on_organisations_merged),
    (ImportCarriedOut, on_import_carried_out),
    (ImportUndone, on_import_undone),
]
