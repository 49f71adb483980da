"""Deliveries of a rail: stored as they come, once; worked later by a job, once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from clusterorg.domains.billing.actions.settling import apply_checkout
from clusterorg.domains.billing.models import PaymentAttempt, ProviderEvent
from clusterorg.domains.billing.ports import CheckoutState, RailEvent
from clusterorg.domains.billing.vocabulary import EventStatus
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Hint:
    """Where a delivery leads: the attempt to look at, and the page to fetch from the rail."""

    attempt_id: UUID
    account: str
    session_id: str


def store_event(work: UnitOfWork, *, event: RailEvent, body: Any, at: datetime) -> bool:
    """Keep a verified delivery and let the worker work it; answers False for a known one.

    The unit of work has no cluster: whose it is, the worker finds out. A delivery for an account
    nobody owns is kept too, and set apart.
    """
    row_id = work.session.execute(
        insert(ProviderEvent)
        .values(
            id=new_id(),
            provider=event.provider,
            account=event.account,
            event_id=event.event_id,
            event_type=event.event_type,
            session_id=event.session_id,
            attempt_id=event.attempt_id,
            created_at=event.created_at,
            body=body,
            received_at=at,
            status=EventStatus.PENDING.value,
            tries=0,
        )
        .on_conflict_do_nothing(index_elements=["provider", "account", "event_id"])
        .returning(ProviderEvent.id)
    ).scalar_one_or_none()
    if row_id is None:
        return False
    work.defer("billing.work_event", event_row_id=str(row_id))
    return True


def owner_of_event(session: Session, *, event_row_id: UUID) -> tuple[EventStatus, UUID | None]:
    """Return where a stored delivery stands and whose account it names, if anybody's.

    A row that is gone counts as processed.
    """
    row = session.execute(
        select(ProviderEvent.status, ProviderEvent.account).where(ProviderEvent.id == event_row_id)
    ).one_or_none()
    if row is None:
        return EventStatus.PROCESSED, None
    owner = identity.find_cluster_by_account(session, row.account) if row.account else None
    return EventStatus(row.status), owner


def hint_of_event(session: Session, *, event_row_id: UUID) -> Hint | None:
    """Return which attempt of the cluster in scope a delivery is about, or None.

    A delivery that names another cluster's attempt leads nowhere: the scope hides it.
    """
    event = session.execute(
        select(ProviderEvent.account, ProviderEvent.session_id, ProviderEvent.attempt_id).where(
            ProviderEvent.id == event_row_id
        )
    ).one()
    found = select(PaymentAttempt.id, PaymentAttempt.account, PaymentAttempt.session_id).where(
        PaymentAttempt.account == event.account
    )
    if event.attempt_id is not None:
        found = found.where(PaymentAttempt.id == event.attempt_id)
    elif event.session_id is not None:
        found = found.where(PaymentAttempt.session_id == event.session_id)
    else:
        return None
    attempt = session.execute(found.order_by(PaymentAttempt.id).limit(1)).one_or_none()
    session_id = (attempt.session_id if attempt else None) or event.session_id
    if attempt is None or session_id is None:
        return None
    return Hint(attempt.id, attempt.account, session_id)


def work_event(
    work: UnitOfWork,
    *,
    event_row_id: UUID,
    hint: Hint | None,
    state: CheckoutState | None,
    actor: Actor,
    at: datetime,
) -> bool:
    """Apply what the rail said when asked, and close the delivery, in one transaction.

    Answers whether anything changed. The row is locked first, so that two workers who took the
    same delivery apply it once. Raises as `apply_checkout`.
    """
    status = work.session.execute(
        select(ProviderEvent.status).where(ProviderEvent.id == event_row_id).with_for_update()
    ).scalar_one()
    if status == EventStatus.PROCESSED.value:
        return False
    changed = False
    if hint is not None and state is not None:
        changed = apply_checkout(work, attempt_id=hint.attempt_id, state=state, actor=actor, at=at)
    close_event(work, event_row_id=event_row_id, status=EventStatus.PROCESSED, at=at)
    return changed


def close_event(
    work: UnitOfWork,
    *,
    event_row_id: UUID,
    status: EventStatus,
    error: str | None = None,
    at: datetime,
) -> None:
    """Note what became of a delivery; one that another worker has processed stays processed."""
    done = status is EventStatus.PROCESSED
    work.session.execute(
        update(ProviderEvent)
        .where(
            ProviderEvent.id == event_row_id, ProviderEvent.status != EventStatus.PROCESSED.value
        )
        .values(
            status=status.value,
            tries=ProviderEvent.tries + 1,
            processed_at=at if done else None,
            error=error[:2000] if error else None,
        )
    )


def replay_event(work: UnitOfWork, *, event_row_id: UUID) -> None:
    """Work a quarantined or failed delivery again, as when its account has found its owner."""
    work.session.execute(
        update(ProviderEvent)
        .where(
            ProviderEvent.id == event_row_id, ProviderEvent.status != EventStatus.PROCESSED.value
        )
        .values(status=EventStatus.PENDING.value, error=None)
    )
    work.defer("billing.work_event", event_row_id=str(event_row_id))
