"""Jobs of identity; each may run twice."""

from datetime import datetime
from uuid import UUID

from clusterorg.domains.identity import actions, queries
from clusterorg.kernel import idempotency
from clusterorg.kernel.clock import now
from clusterorg.kernel.jobs import JobContext, task


@task(name="identity.send_reset_link", queue="mail", retry=5)
def send_reset_link(context: JobContext, *, email: str, link_id: str, at: str) -> None:
    """Look for the account and mail it a reset link; a second run mails nothing more."""
    with context.unit_of_work(None) as work:
        actions.send_reset_link(
            work, email=email, link_id=UUID(link_id), at=datetime.fromisoformat(at)
        )


@task(name="identity.note_key_used", retry=3)
def note_key_used(context: JobContext, *, cluster_id: str, key_id: str, at: str) -> None:
    """Remember the day on which an API key was last used."""
    with context.unit_of_work(cluster_id) as work:
        actions.note_key_used(work, key_id=UUID(key_id), at=datetime.fromisoformat(at))


@task(name="identity.forget_old", retry=3, cron="17 3 * * *")
def forget_old(context: JobContext) -> None:
    """Every night: delete old attempts, ended sign-ins, and each cluster's idempotency keys."""
    with context.unit_of_work(None) as work:
        actions.forget_old(work, at=now())
        everywhere = queries.cluster_ids(work.session)
    for cluster_id in everywhere:
        with context.unit_of_work(cluster_id) as work:
            idempotency.forget_old(work.session, at=now())
