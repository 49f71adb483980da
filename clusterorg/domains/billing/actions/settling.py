"""Paying online ends: what a rail says of a page is taken over; states only move up."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.money import Charge
from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.actions.paying import record_charge
from clusterorg.domains.billing.errors import (
    AttemptNotFound,
    CurrencyUnknown,
)
from clusterorg.domains.billing.models import PaymentAttempt
from clusterorg.domains.billing.news import CheckoutFailed
from clusterorg.domains.billing.ports import CheckoutPage, CheckoutState
from clusterorg.domains.billing.queries.balances import balances_of
from clusterorg.domains.billing.queries.payments import charge_recorded
from clusterorg.domains.billing.rules.standing import UNDER_WAY
from clusterorg.domains.billing.vocabulary import AttemptState, PaymentMethod
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.unit_of_work import UnitOfWork

VERBS = {
    AttemptState.EXPIRED: "checkout.expired",
    AttemptState.FAILED: "checkout.failed",
    AttemptState.SUCCEEDED: "checkout.succeeded",
}
"""What the audit log says of the ends of an attempt."""


def attach_page(
    work: UnitOfWork, *, attempt_id: UUID, page: CheckoutPage, at: datetime
) -> AttemptState:
    """Note the page a rail opened for an attempt; answers where the attempt stands.

    Harmless when a delivery was quicker and the attempt has moved on. Raises AttemptNotFound.
    """
    attempt = _locked(work, attempt_id)
    if attempt.session_id is None:
        attempt.session_id = page.session_id
    if attempt.session_id == page.session_id:
        attempt.url, attempt.expires_at = page.url, page.expires_at
    if rules.may_move(AttemptState(attempt.state), AttemptState.OPEN):
        attempt.state = AttemptState.OPEN
    work.session.flush()
    _close_if_needless(work, attempt)
    return AttemptState(attempt.state)


def _close_if_needless(work: UnitOfWork, attempt: PaymentAttempt) -> None:
    """Have a page closed whose invoice was settled, or whose attempt ended, while it was opened.

    Whoever settled it could not close a page that had no address yet.
    """
    state = AttemptState(attempt.state)
    owed = balances_of(work.session, [attempt.invoice_id])[attempt.invoice_id].open_cents
    if (state is AttemptState.OPEN and owed <= 0) or state is AttemptState.EXPIRED:
        cluster_id, attempt_id = str(work.cluster_id), str(attempt.id)
        work.defer("billing.close_checkout", cluster_id=cluster_id, attempt_id=attempt_id)


def refuse_checkout(
    work: UnitOfWork, *, attempt_id: UUID, text: str, actor: Actor, at: datetime
) -> None:
    """End an attempt for which the rail would not open a page. Raises AttemptNotFound."""
    attempt = _locked(work, attempt_id)
    if rules.may_move(AttemptState(attempt.state), AttemptState.FAILED):
        attempt.failure_code, attempt.failure_text = "refused", text[:1000]
        _end(work, attempt, AttemptState.FAILED, actor=actor, at=at)


def apply_checkout(
    work: UnitOfWork, *, attempt_id: UUID, state: CheckoutState, actor: Actor, at: datetime
) -> bool:
    """Take over what a rail says of an attempt's page; answers whether anything changed.

    Late, repeated and out-of-order news change nothing: states only move up, and a charge is
    written down once. Raises AttemptNotFound (also for a page of another account),
    CurrencyUnknown.
    """
    attempt = _locked(work, attempt_id)
    if state.account != attempt.account:
        raise AttemptNotFound()
    present, wanted = AttemptState(attempt.state), rules.attempt_state(state.standing)
    if attempt.session_id is None:
        attempt.session_id = state.session_id
    if not rules.may_move(present, wanted):
        return _note_refused_try(work, attempt, state) if wanted is AttemptState.OPEN else False
    if wanted is AttemptState.SUCCEEDED and state.currency.upper() != attempt.currency:
        raise CurrencyUnknown(expected=attempt.currency, given=state.currency.upper())
    attempt.method = state.method or attempt.method
    attempt.charge_id = state.charge_id or attempt.charge_id
    if wanted in UNDER_WAY:
        attempt.state = wanted
        work.session.flush()
        _note_refused_try(work, attempt, state)
        return True
    attempt.failure_code = state.failure_code or attempt.failure_code
    attempt.failure_text = state.failure_text or attempt.failure_text
    _end(work, attempt, wanted, actor=actor, at=at)
    if wanted is AttemptState.SUCCEEDED:
        _write_down(work, attempt, state, actor=actor, at=at)
    return True


def _write_down(
    work: UnitOfWork, attempt: PaymentAttempt, state: CheckoutState, *, actor: Actor, at: datetime
) -> None:
    charge_id = state.charge_id or state.payment_id or state.session_id
    if charge_recorded(work.session, attempt.provider, charge_id) is not None:
        return
    zone = identity.get_cluster(work.session, work.cluster_id).time_zone
    record_charge(
        work,
        invoice_id=attempt.invoice_id,
        amount_cents=state.amount_cents,
        # A rail's clock may run ahead of ours over midnight; money is not from tomorrow.
        received_on=min(local_date(state.paid_at or at, zone), local_date(at, zone)),
        method=_method(state.method),
        charge=Charge(attempt.provider, charge_id, attempt.id),
        actor=actor,
        at=at,
    )


def _method(word: str | None) -> PaymentMethod:
    known = {method.value: method for method in PaymentMethod}
    online = (PaymentMethod.BANK_TRANSFER.value, PaymentMethod.CASH.value)
    return known[word] if word in known and word not in online else PaymentMethod.ONLINE


def _note_refused_try(work: UnitOfWork, attempt: PaymentAttempt, state: CheckoutState) -> bool:
    """A declined card leaves the page open; remember it once, so that the payer can be told."""
    known = (attempt.failure_code, attempt.failure_text)
    told = (state.failure_code, state.failure_text)
    if AttemptState(attempt.state) not in UNDER_WAY or told in (known, (None, None)):
        return False
    attempt.failure_code, attempt.failure_text = told
    work.session.flush()
    work.publish(CheckoutFailed(attempt.id, attempt.invoice_id, state.failure_code, final=False))
    return True


def _end(
    work: UnitOfWork, attempt: PaymentAttempt, wanted: AttemptState, *, actor: Actor, at: datetime
) -> None:
    attempt.state, attempt.settled_at = wanted, at
    work.session.flush()
    work.record(
        VERBS[wanted],
        subject=("invoice", attempt.invoice_id),
        actor=actor,
        at=at,
        after={"attempt_id": str(attempt.id), "failure_code": attempt.failure_code},
    )
    if wanted is not AttemptState.SUCCEEDED:
        work.publish(
            CheckoutFailed(attempt.id, attempt.invoice_id, attempt.failure_code, final=True)
        )


def _locked(work: UnitOfWork, attempt_id: UUID) -> PaymentAttempt:
    """Return the attempt with its invoice locked first, in the order every payer locks."""
    invoice_id = work.session.execute(
        select(PaymentAttempt.invoice_id).where(PaymentAttempt.id == attempt_id)
    ).scalar_one_or_none()
    if invoice_id is None:
        raise AttemptNotFound()
    lock_invoices(work.session, [invoice_id])
    return work.session.execute(
        select(PaymentAttempt)
        .where(PaymentAttempt.id == attempt_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()
