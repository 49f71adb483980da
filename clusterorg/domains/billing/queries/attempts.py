"""Payment attempts and provider events, for the pages that show what waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.errors import AttemptNotFound, EventNotFound
from clusterorg.domains.billing.models import Invoice, PaymentAttempt, ProviderEvent
from clusterorg.domains.billing.rules.standing import UNDER_WAY
from clusterorg.domains.billing.vocabulary import EventStatus
from clusterorg.kernel.paging import Page, paginate

_WAITING = [state.value for state in UNDER_WAY]


def attempts_of(session: Session, invoice_id: UUID) -> Sequence[Row[Any]]:
    """Return the attempts to pay an invoice online, newest first."""
    return session.execute(
        _attempts()
        .where(PaymentAttempt.invoice_id == invoice_id)
        .order_by(PaymentAttempt.id.desc())
    ).all()


def get_attempt(session: Session, attempt_id: UUID) -> Row[Any]:
    """Return one attempt, for the page a payer comes back to; raises AttemptNotFound."""
    row = session.execute(_attempts().where(PaymentAttempt.id == attempt_id)).one_or_none()
    if row is None:
        raise AttemptNotFound()
    return row


def pending_attempts(
    session: Session,
    *,
    created_before: datetime | None = None,
    opened: bool = False,
    limit: int = 200,
) -> Sequence[Row[Any]]:
    """Return attempts under way, oldest first, with the invoice's number and payer.

    `opened`: only those that have a page at the rail, of which it can be asked.
    """
    statement = (
        _attempts()
        .add_columns(Invoice.number, Invoice.payer_name)
        .join(
            Invoice,
            (Invoice.cluster_id == PaymentAttempt.cluster_id)
            & (Invoice.id == PaymentAttempt.invoice_id),
        )
        .where(PaymentAttempt.state.in_(_WAITING))
        .order_by(PaymentAttempt.id)
        .limit(limit)
    )
    if created_before is not None:
        statement = statement.where(PaymentAttempt.created_at < created_before)
    if opened:
        statement = statement.where(PaymentAttempt.session_id.is_not(None))
    return session.execute(statement).all()


def _attempts() -> Any:
    return select(
        PaymentAttempt.id,
        PaymentAttempt.invoice_id,
        PaymentAttempt.provider,
        PaymentAttempt.account,
        PaymentAttempt.amount_cents,
        PaymentAttempt.currency,
        PaymentAttempt.state,
        PaymentAttempt.session_id,
        PaymentAttempt.url,
        PaymentAttempt.expires_at,
        PaymentAttempt.method,
        PaymentAttempt.failure_code,
        PaymentAttempt.failure_text,
        PaymentAttempt.created_at,
        PaymentAttempt.created_by,
        PaymentAttempt.settled_at,
    )


def provider_events(
    session: Session,
    *,
    account: str | None = None,
    status: EventStatus | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of deliveries, newest first; as operator without the cluster's `account`.

    Columns: id, provider, account, event_id, event_type, received_at, processed_at, status,
    tries, error.
    """
    statement: Any = select(
        ProviderEvent.id,
        ProviderEvent.provider,
        ProviderEvent.account,
        ProviderEvent.event_id,
        ProviderEvent.event_type,
        ProviderEvent.received_at,
        ProviderEvent.processed_at,
        ProviderEvent.status,
        ProviderEvent.tries,
        ProviderEvent.error,
    )
    if account is not None:
        statement = statement.where(ProviderEvent.account == account)
    if status is not None:
        statement = statement.where(ProviderEvent.status == status.value)
    keys: list[Any] = [ProviderEvent.received_at.desc(), ProviderEvent.id.desc()]
    return paginate(session, statement, keys, cursor=cursor, limit=limit)


def get_provider_event(session: Session, event_row_id: UUID, *, account: str) -> Row[Any]:
    """Return id, status and event_type of a delivery to an account; raises EventNotFound."""
    statement: Any = select(ProviderEvent.id, ProviderEvent.status, ProviderEvent.event_type).where(
        ProviderEvent.id == event_row_id, ProviderEvent.account == account
    )
    row: Row[Any] | None = session.execute(statement).one_or_none()
    if row is None:
        raise EventNotFound()
    return row
