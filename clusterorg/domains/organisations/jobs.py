"""Jobs: carry an import out, undo it. Each block is its own transaction; both may be repeated."""

from uuid import UUID

from clusterorg.domains.organisations.actions.imports import (
    carry_out_block,
    check_import,
    undo_block,
)
from clusterorg.domains.organisations.actions.imports.carry import CARRY_OUT
from clusterorg.domains.organisations.actions.imports.check import CHECK
from clusterorg.domains.organisations.actions.imports.undo import UNDO
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.jobs import JobContext, task


def _actor(kind: str, name: str, actor_id: str | None) -> Actor:
    return Actor(kind, name, UUID(actor_id) if actor_id else None)


@task(name=CHECK, queue="imports", retry=3)
def check_import_job(
    context: JobContext,
    *,
    cluster_id: str,
    batch_id: str,
    actor_kind: str,
    actor_name: str,
    actor_id: str | None = None,
) -> None:
    """Make the dry run of a large batch outside the request."""
    with context.unit_of_work(cluster_id) as work:
        check_import(
            work,
            batch_id=UUID(batch_id),
            actor=_actor(actor_kind, actor_name, actor_id),
            at=now(),
        )


@task(name=CARRY_OUT, queue="imports", retry=10)
def carry_out_import_job(
    context: JobContext,
    *,
    cluster_id: str,
    batch_id: str,
    actor_kind: str,
    actor_name: str,
    actor_id: str | None = None,
) -> None:
    """Carry out an import, block by block, until no row is left."""
    actor = _actor(actor_kind, actor_name, actor_id)
    more = True
    while more:
        with context.unit_of_work(cluster_id) as work:
            more = carry_out_block(work, batch_id=UUID(batch_id), actor=actor, at=now())


@task(name=UNDO, queue="imports", retry=10)
def undo_import_job(
    context: JobContext,
    *,
    cluster_id: str,
    batch_id: str,
    actor_kind: str,
    actor_name: str,
    actor_id: str | None = None,
) -> None:
    """Undo an import, block by block, until no row is left."""
    actor = _actor(actor_kind, actor_name, actor_id)
    more = True
    while more:
        with context.unit_of_work(cluster_id) as work:
            more = undo_block(work, batch_id=UUID(batch_id), actor=actor, at=now())
