"""Paying online begins: an attempt is written down first, then the rail is called.

No action calls the rail: `billing.checkout` does, between two units of work, so that no database
lock is held while the network is waited for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.errors import (
    FundsAwaited,
    InvoiceNotFound,
    InvoiceSettled,
    NotAnInvoice,
    OnlinePaymentOff,
)
from clusterorg.domains.billing.models import Invoice, PaymentAttempt
from clusterorg.domains.billing.ports import CheckoutOrder, CheckoutPage
from clusterorg.domains.billing.queries.balances import balances_of
from clusterorg.domains.billing.rules.standing import UNDER_WAY
from clusterorg.domains.billing.vocabulary import AttemptState, DocumentKind
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

KEY_LIFE = timedelta(hours=23)
"""How long a rail surely remembers an idempotency key (Stripe: at least 24 hours)."""

PAGE_MARGIN = timedelta(minutes=5)
"""A page that closes sooner than this is not handed out any more."""


@dataclass(frozen=True, slots=True)
class StartedCheckout:
    """An attempt: `page` is filled when the payer already has one, else ask the rail for it."""

    attempt_id: UUID
    order: CheckoutOrder
    page: CheckoutPage | None


def start_checkout(
    work: UnitOfWork,
    *,
    invoice_id: UUID,
    success_url: str,
    cancel_url: str,
    provider: str = "stripe",
    actor: Actor,
    at: datetime,
) -> StartedCheckout:
    """Begin to pay what is open on an invoice; a second click gets the same attempt.

    `{attempt_id}` in the URLs is filled in. Raises InvoiceNotFound, NotAnInvoice, InvoiceSettled,
    OnlinePaymentOff, FundsAwaited.
    """
    lock_invoices(work.session, [invoice_id])
    invoice = work.session.execute(
        select(Invoice).where(Invoice.id == invoice_id)
    ).scalar_one_or_none()
    if invoice is None:
        raise InvoiceNotFound(field="invoice_id")
    if invoice.kind != DocumentKind.INVOICE.value:
        raise NotAnInvoice(field="invoice_id", number=invoice.number)
    owed = balances_of(work.session, [invoice_id])[invoice_id].open_cents
    if owed <= 0:
        raise InvoiceSettled(field="invoice_id", number=invoice.number)
    account = identity.get_cluster(work.session, work.cluster_id).stripe_account_id
    if not account:
        raise OnlinePaymentOff()
    present = _under_way(work, invoice_id)
    if present is not None:
        if _still_good(present, account, owed, at):
            return _started(present, invoice)
        _supersede(work, present, at=at)
    attempt = _new_attempt(
        invoice_id, account, owed, provider, success_url, cancel_url, actor=actor, at=at
    )
    work.session.add(attempt)
    work.session.flush()
    work.record(
        "checkout.started",
        subject=("invoice", invoice_id),
        concerns=invoice.payer_id,
        actor=actor,
        at=at,
        after={"attempt_id": str(attempt.id), "amount_cents": owed},
    )
    return _started(attempt, invoice)


def _under_way(work: UnitOfWork, invoice_id: UUID) -> PaymentAttempt | None:
    waiting = [state.value for state in UNDER_WAY]
    return work.session.execute(
        select(PaymentAttempt)
        .where(PaymentAttempt.invoice_id == invoice_id, PaymentAttempt.state.in_(waiting))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def _still_good(attempt: PaymentAttempt, account: str, owed: int, at: datetime) -> bool:
    if attempt.state == AttemptState.AWAITING_FUNDS:
        raise FundsAwaited()
    if attempt.amount_cents != owed or attempt.account != account:
        return False
    if attempt.state == AttemptState.CREATED:
        return at - attempt.created_at < KEY_LIFE
    return attempt.expires_at is None or attempt.expires_at - at > PAGE_MARGIN


def _supersede(work: UnitOfWork, attempt: PaymentAttempt, *, at: datetime) -> None:
    """End an attempt whose amount or page is out of date, and close its page at the rail.

    Should its payer be quicker than the closing, the money is written down all the same.
    """
    attempt.state, attempt.settled_at = AttemptState.EXPIRED, at
    attempt.failure_code = "superseded"
    work.session.flush()
    if attempt.session_id is not None:
        work.defer(
            "billing.close_checkout",
            cluster_id=str(work.cluster_id),
            attempt_id=str(attempt.id),
        )


def _new_attempt(
    invoice_id: UUID,
    account: str,
    owed: int,
    provider: str,
    success_url: str,
    cancel_url: str,
    *,
    actor: Actor,
    at: datetime,
) -> PaymentAttempt:
    attempt_id = new_id()
    return PaymentAttempt(
        id=attempt_id,
        invoice_id=invoice_id,
        provider=provider,
        account=account,
        amount_cents=owed,
        currency="EUR",
        state=AttemptState.CREATED,
        success_url=success_url.replace("{attempt_id}", str(attempt_id)),
        cancel_url=cancel_url.replace("{attempt_id}", str(attempt_id)),
        created_at=at,
        created_by=actor.name[:200],
    )


def _started(attempt: PaymentAttempt, invoice: Invoice) -> StartedCheckout:
    order = CheckoutOrder(
        attempt_id=attempt.id,
        cluster_id=attempt.cluster_id,
        invoice_id=invoice.id,
        account=attempt.account,
        amount_cents=attempt.amount_cents,
        currency=attempt.currency,
        description=f"{invoice.number} · {invoice.seller['name']}",
        payer_name=invoice.payer_name,
        payer_email=invoice.buyer.get("email"),
        locale=invoice.language,
        success_url=attempt.success_url,
        cancel_url=attempt.cancel_url,
    )
    page = None
    if attempt.session_id is not None and attempt.url is not None:
        page = CheckoutPage(attempt.session_id, attempt.url, attempt.expires_at)
    return StartedCheckout(attempt.id, order, page)
