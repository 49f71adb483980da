"""Issue invoices: work everything out, take numbers last, then write it all in few statements."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.drafting import Draft, codes_of, draft, load_products
from clusterorg.domains.billing.actions.numbering import (
    refuse_future,
    take_numbers,
    take_references,
)
from clusterorg.domains.billing.actions.parties import Seller, buyers_of, seller_of
from clusterorg.domains.billing.documents.render import LAYOUT
from clusterorg.domains.billing.errors import DatesOutOfOrder
from clusterorg.domains.billing.models import INVOICE_LINES, INVOICES
from clusterorg.domains.billing.news import InvoiceIssued, InvoicePaid
from clusterorg.domains.billing.vocabulary import (
    DocumentKind,
    InvoiceOrder,
    IssuedInvoice,
    NewLine,
)
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.domains.ledger.vocabulary import AccountRole, NewEntry
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.bulk import insert_rows
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

CURRENCY = "EUR"


def issue_invoice(
    work: UnitOfWork,
    *,
    payer_id: UUID,
    lines: Sequence[NewLine],
    issued_on: date,
    due_on: date,
    language: str | None = None,
    buyer_reference: str | None = None,
    note: str | None = None,
    deliver: bool = True,
    actor: Actor,
    at: datetime,
) -> IssuedInvoice:
    """Issue one invoice: frozen, numbered, booked; PDF and mail follow as a job.

    `language` None takes the payer's; `deliver` False makes the PDF but sends no mail. Raises as
    `issue_many`.
    """
    order = InvoiceOrder(payer_id, tuple(lines), issued_on, due_on, language, buyer_reference, note)
    return issue_many(work, orders=[order], deliver=deliver, actor=actor, at=at)[0]


def issue_many(
    work: UnitOfWork,
    *,
    orders: Sequence[InvoiceOrder],
    deliver: bool = True,
    actor: Actor,
    at: datetime,
) -> list[IssuedInvoice]:
    """Issue a block of invoices in one transaction; answers them in the order given.

    The dues run calls this per block of some 500, each block in a unit of work of its own: a run
    that is killed has issued whole blocks and no number is lost. All orders are worked out before
    the counter row is touched; one refusal issues none.

    Raises NoLines, QuantityInvalid, AmountTooLarge, DueBeforeIssue, TotalNegative,
    ProductNotFound, ProductArchived, VatNotDecided, VatCategoriesMixed, SellerVatNumberMissing,
    BuyerVatNumberMissing, DatesOutOfOrder, IssueDateInFuture, IssueDateTooEarly, and the left
    neighbours' OrganisationNotFound, RoleUnfilled, AccountArchived.
    """
    if not orders:
        return []
    dates = [order.issued_on for order in orders]
    if dates != sorted(dates):
        raise DatesOutOfOrder(field="issued_on")
    seller = seller_of(work)
    drafts = _draft_all(work, orders, seller)
    refuse_future(work, dates[-1], at)
    entries_of = _bookkeeper(work)
    invoices = _number(work, drafts, seller, actor=actor, at=at)
    insert_rows(work.session, INVOICES, invoices)
    insert_rows(work.session, INVOICE_LINES, list(_line_rows(drafts, invoices)))
    ledger.post_entries(work, entries=entries_of(drafts, invoices), actor=actor, at=at)
    return _announce(work, drafts, invoices, deliver=deliver, actor=actor, at=at)


def _draft_all(work: UnitOfWork, orders: Sequence[InvoiceOrder], seller: Seller) -> list[Draft]:
    products = load_products(work.session, codes_of(orders))
    buyers = buyers_of(work, [order.payer_id for order in orders], orders[0].issued_on)
    return [draft(order, products, seller=seller, buyer=buyers[order.payer_id]) for order in orders]


def _number(
    work: UnitOfWork, drafts: Sequence[Draft], seller: Seller, *, actor: Actor, at: datetime
) -> list[dict[str, Any]]:
    """Take references and numbers and return the rows; nothing is worked out after this."""
    references = take_references(work.session, seller.reference_kind, len(drafts))
    seller_json = seller.party.as_json()
    rows: list[dict[str, Any]] = []
    for year, group in groupby(drafts, key=lambda d: d.order.issued_on.year):
        block = list(group)
        first, last = block[0].order.issued_on, block[-1].order.issued_on
        sequence = take_numbers(
            work, DocumentKind.INVOICE, first_on=first, last_on=last, count=len(block)
        )
        for offset, one in enumerate(block):
            row = document_row(work, one, actor=actor, at=at) | {
                "kind": DocumentKind.INVOICE.value,
                "year": year,
                "sequence": sequence + offset,
                "number": rules.document_number(DocumentKind.INVOICE, year, sequence + offset),
                "seller": seller_json,
                "reference_kind": seller.reference_kind.value,
                "payment_reference": references[len(rows)],
            }
            rows.append(row)
    return rows


def document_row(work: UnitOfWork, one: Draft, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return what is frozen of a draft, without seller, number and reference."""
    order, party = one.order, one.buyer.party
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "issued_on": order.issued_on,
        "due_on": order.due_on,
        "language": one.language,
        "currency": CURRENCY,
        "payer_id": order.payer_id,
        "payer_name": party.legal_name[:300],
        "buyer": party.as_json(),
        "net_cents": one.sums.net_cents,
        "vat_cents": one.sums.vat_cents,
        "gross_cents": one.sums.gross_cents,
        "vat_breakdown": [group.as_json() for group in one.sums.groups],
        "legal_texts": one.legal_texts,
        "buyer_reference": order.buyer_reference,
        "note": order.note,
        "credits_id": None,
        "reason": None,
        "layout": LAYOUT,
        "issued_at": at,
        "issued_by": actor.name[:200],
    }


def _line_rows(
    drafts: Sequence[Draft], invoices: Sequence[dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    for one, invoice in zip(drafts, invoices, strict=True):
        for position, drafted in enumerate(one.lines):
            line, decision = drafted.line, drafted.decision
            yield {
                "cluster_id": invoice["cluster_id"],
                "id": new_id(),
                "invoice_id": invoice["id"],
                "position": position,
                "product_id": drafted.product.id,
                "product_code": drafted.product.code,
                "description": line.description,
                "detail": line.detail,
                "quantity": line.quantity,
                "unit_cents": line.unit_cents,
                "net_cents": drafted.net_cents,
                "vat_category": decision.category.value,
                "vat_rate_bp": decision.rate_bp,
                "vatex_code": decision.vatex_code,
                "legal_text": drafted.legal_text,
                "revenue_account_id": drafted.product.revenue_account_id,
                "subject_type": line.subject.type if line.subject else None,
                "subject_id": line.subject.id if line.subject else None,
            }


def _bookkeeper(work: UnitOfWork) -> Any:
    """Look the accounts up now, so that a missing one is refused before numbers are taken."""
    accounts = ledger_queries.role_accounts(
        work.session, AccountRole.RECEIVABLE, AccountRole.VAT_DUE
    )

    def entries(drafts: Sequence[Draft], rows: Sequence[dict[str, Any]]) -> list[NewEntry]:
        made = []
        for one, row in zip(drafts, rows, strict=True):
            lines = rules.posting_lines(
                one.sums,
                one.revenues,
                receivable=accounts[AccountRole.RECEIVABLE],
                vat_due=accounts[AccountRole.VAT_DUE],
                payer_id=one.order.payer_id,
            )
            if lines:
                text = f"{row['number']} {row['payer_name']}"
                cause = ("invoice", row["id"])
                made.append(NewEntry(one.order.issued_on, text, cause, "issue", lines))
        return made

    return entries


def _announce(
    work: UnitOfWork,
    drafts: Sequence[Draft],
    rows: Sequence[dict[str, Any]],
    *,
    deliver: bool,
    actor: Actor,
    at: datetime,
) -> list[IssuedInvoice]:
    issued = [_issued(one, row) for one, row in zip(drafts, rows, strict=True)]
    work.record_many([_audit_line(invoice, actor=actor, at=at) for invoice in issued])
    for invoice in issued:
        work.defer(
            "billing.render_document",
            cluster_id=str(work.cluster_id),
            invoice_id=str(invoice.id),
            deliver=deliver,
        )
        work.publish(
            InvoiceIssued(
                invoice.id,
                invoice.payer_id,
                invoice.number,
                invoice.gross_cents,
                invoice.subjects,
            )
        )
        if invoice.gross_cents == 0:
            # Nothing is owed: whoever waits for the payment need not.
            paid_on = invoice.issued_on
            work.publish(InvoicePaid(invoice.id, invoice.payer_id, invoice.subjects, paid_on))
    return issued


def _issued(one: Draft, row: dict[str, Any]) -> IssuedInvoice:
    return IssuedInvoice(
        id=row["id"],
        number=row["number"],
        payer_id=one.order.payer_id,
        issued_on=one.order.issued_on,
        due_on=one.order.due_on,
        gross_cents=one.sums.gross_cents,
        payment_reference=row["payment_reference"],
        subjects=one.subjects,
    )


def _audit_line(invoice: IssuedInvoice, *, actor: Actor, at: datetime) -> Line:
    return Line(
        "invoice.issued",
        "invoice",
        invoice.id,
        actor,
        at,
        concerns_id=invoice.payer_id,
        after={
            "number": invoice.number,
            "gross_cents": invoice.gross_cents,
            "due_on": invoice.due_on.isoformat(),
        },
    )
