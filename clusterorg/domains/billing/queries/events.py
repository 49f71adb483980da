"""Deliveries that still wait to be worked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.models import ProviderEvent
from clusterorg.domains.billing.vocabulary import EventStatus


def waiting_events(
    session: Session, *, received_before: datetime, limit: int = 500
) -> Sequence[UUID]:
    """Return deliveries that should have been worked long ago, oldest first."""
    return (
        session.execute(
            select(ProviderEvent.id)
            .where(
                ProviderEvent.status == EventStatus.PENDING.value,
                ProviderEvent.received_at < received_before,
            )
            .order_by(ProviderEvent.received_at)
            .limit(limit)
        )
        .scalars()
        .all()
    )
