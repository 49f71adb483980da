"""The two conversations with a payment rail: open a page, ask how a page stands.

These are processes, not actions: each opens its own units of work and calls the rail between them,
so that no transaction waits for the network. Pages, API and jobs call them.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from clusterorg.domains.billing import actions
from clusterorg.domains.billing.errors import OnlinePaymentOff
from clusterorg.domains.billing.ports import CheckoutPage, PaymentRail, RailRefused
from clusterorg.domains.billing.queries.attempts import get_attempt
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

OpenWork = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a unit of work of one cluster: `lambda: platform.unit_of_work(cluster_id)`."""


def open_payment_page(
    open_work: OpenWork,
    rail: PaymentRail,
    *,
    invoice_id: UUID,
    success_url: str,
    cancel_url: str,
    actor: Actor,
    at: datetime,
) -> CheckoutPage:
    """Return the hosted page on which what is open on an invoice is paid.

    Two clicks, or a crash after the rail's answer, lead to one page: the attempt's id is the
    idempotency key. Raises as `actions.start_checkout`; OnlinePaymentOff when the rail refuses;
    ports.RailUnavailable when it does not answer (the same click may be made again).
    """
    with open_work() as work:
        started = actions.start_checkout(
            work,
            invoice_id=invoice_id,
            success_url=success_url,
            cancel_url=cancel_url,
            provider=rail.name,
            actor=actor,
            at=at,
        )
    if started.page is not None:
        return started.page
    try:
        page = rail.open_checkout(started.order)
    except RailRefused as refusal:
        with open_work() as work:
            actions.refuse_checkout(
                work, attempt_id=started.attempt_id, text=str(refusal), actor=actor, at=at
            )
        raise OnlinePaymentOff() from refusal
    with open_work() as work:
        actions.attach_page(work, attempt_id=started.attempt_id, page=page, at=at)
    return page


def look_again(
    open_work: OpenWork, rail: PaymentRail, *, attempt_id: UUID, actor: Actor, at: datetime
) -> bool:
    """Ask the rail how an attempt's page stands and apply it; answers whether anything changed.

    For the daily look at what deliveries missed. Raises AttemptNotFound, RailUnavailable,
    RailObjectUnknown.
    """
    with open_work() as work:
        attempt = get_attempt(work.session, attempt_id)
    if attempt.session_id is None:
        return False
    state = rail.fetch_checkout(attempt.account, attempt.session_id)
    with open_work() as work:
        return actions.apply_checkout(work, attempt_id=attempt_id, state=state, actor=actor, at=at)


def close_page(
    open_work: OpenWork, rail: PaymentRail, *, attempt_id: UUID, actor: Actor, at: datetime
) -> bool:
    """Close an attempt's page at the rail, since the invoice is settled; apply how it ended.

    A payer who was quicker has paid: that is written down and stays as credit. Raises as
    `look_again`.
    """
    with open_work() as work:
        attempt = get_attempt(work.session, attempt_id)
    if attempt.session_id is None:
        return False
    state = rail.expire_checkout(attempt.account, attempt.session_id)
    with open_work() as work:
        return actions.apply_checkout(work, attempt_id=attempt_id, state=state, actor=actor, at=at)
