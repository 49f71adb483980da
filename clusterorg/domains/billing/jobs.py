"""Jobs of billing. Each may run twice: all effects are unique or only move up."""

import logging
from datetime import timedelta
from uuid import UUID

from clusterorg.domains.billing import actions
from clusterorg.domains.billing.checkout import close_page, look_again
from clusterorg.domains.billing.ports import PaymentRail, RailObjectUnknown, RailRefused
from clusterorg.domains.billing.queries.attempts import pending_attempts
from clusterorg.domains.billing.queries.events import waiting_events
from clusterorg.domains.billing.vocabulary import EventStatus
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.jobs import JobContext, task

log = logging.getLogger(__name__)

MISSED_AFTER = timedelta(minutes=30)
"""An attempt or delivery that waits longer than this is looked at again by the daily job."""


@task(name="billing.render_document", queue="documents", retry=5)
def render_document(
    context: JobContext, *, cluster_id: str, invoice_id: str, deliver: bool = True
) -> None:
    """Make and keep a document's PDF, and mail it."""
    with context.unit_of_work(cluster_id) as work:
        actions.store_document(work, invoice_id=UUID(invoice_id), deliver=deliver, at=now())


@task(name="billing.work_event", queue="payments", retry=12)
def work_event(context: JobContext, *, event_row_id: str) -> None:
    """Work one stored delivery: find its cluster, ask the rail, apply the answer.

    RailUnavailable goes up, so that the worker tries again later.
    """
    row_id = UUID(event_row_id)
    with context.unit_of_work(None) as work:
        status, cluster_id = actions.owner_of_event(work.session, event_row_id=row_id)
        if status is EventStatus.PROCESSED:
            return
        if cluster_id is None:
            actions.close_event(work, event_row_id=row_id, status=EventStatus.QUARANTINED, at=now())
            return
    try:
        _work(context, row_id, cluster_id)
    except (RailObjectUnknown, RailRefused, DomainError) as error:
        log.warning("delivery %s failed: %s", row_id, error)
        with context.unit_of_work(None) as work:
            actions.close_event(
                work,
                event_row_id=row_id,
                status=EventStatus.FAILED,
                error=f"{type(error).__name__}: {error}",
                at=now(),
            )


def _work(context: JobContext, row_id: UUID, cluster_id: UUID) -> None:
    rail = _rail(context)
    with context.unit_of_work(cluster_id) as work:
        hint = actions.hint_of_event(work.session, event_row_id=row_id)
    state = rail.fetch_checkout(hint.account, hint.session_id) if hint else None
    with context.unit_of_work(cluster_id) as work:
        actions.work_event(
            work, event_row_id=row_id, hint=hint, state=state, actor=_actor(rail), at=now()
        )


@task(name="billing.close_checkout", queue="payments", retry=5)
def close_checkout(context: JobContext, *, cluster_id: str, attempt_id: str) -> None:
    """Close one attempt's page at the rail."""
    rail = _rail(context)
    try:
        close_page(
            lambda: context.unit_of_work(cluster_id),
            rail,
            attempt_id=UUID(attempt_id),
            actor=_actor(rail),
            at=now(),
        )
    except (RailObjectUnknown, RailRefused) as error:
        log.warning("page of attempt %s not closed: %s", attempt_id, error)


@task(name="billing.look_again", queue="payments", retry=3)
def look_at_attempt(context: JobContext, *, cluster_id: str, attempt_id: str) -> None:
    """Ask the rail how one attempt stands."""
    rail = _rail(context)
    try:
        look_again(
            lambda: context.unit_of_work(cluster_id),
            rail,
            attempt_id=UUID(attempt_id),
            actor=_actor(rail),
            at=now(),
        )
    except RailObjectUnknown as error:
        log.warning("page of attempt %s unknown: %s", attempt_id, error)


@task(name="billing.find_missed", queue="payments", retry=3, cron="15 * * * *")
def find_missed(context: JobContext) -> None:
    """Every hour: work deliveries that were left, and look at attempts no delivery told of."""
    before = now() - MISSED_AFTER
    with context.unit_of_work(None) as work:
        for row_id in waiting_events(work.session, received_before=before):
            work.defer("billing.work_event", event_row_id=str(row_id))
        clusters = identity.connected_clusters(work.session)
    for cluster_id in clusters:
        with context.unit_of_work(cluster_id) as work:
            for attempt in pending_attempts(work.session, created_before=before, opened=True):
                work.defer(
                    "billing.look_again", cluster_id=str(cluster_id), attempt_id=str(attempt.id)
                )


def _rail(context: JobContext) -> PaymentRail:
    # mypy takes a protocol for abstract here; wiring registers the gateway under it.
    return context.adapter(PaymentRail)


def _actor(rail: PaymentRail) -> Actor:
    return Actor.provider(rail.name.title())
