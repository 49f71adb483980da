"""Jobs of membership."""

from uuid import UUID

from clusterorg.domains.membership.actions.runs import (
    BLOCK,
    JOB,
    carry_out_dues_block,
    fail_next,
)
from clusterorg.domains.membership.errors import RunFinished
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.jobs import JobContext, task

ACTOR = Actor.system("dues run")


@task(queue="runs", retry=5, name=JOB)
def carry_out_dues_run(context: JobContext, *, cluster_id: str, run_id: str) -> None:
    """Carry a dues run out, block by block, until nobody is left.

    Run again after a crash it goes on with the next block; run again after the end it does nothing.
    When a block is refused, its organisations are worked one by one and the refused ones are
    written down with the reason.
    """
    run, one_by_one = UUID(run_id), 0
    while True:
        size = 1 if one_by_one else BLOCK
        try:
            with context.unit_of_work(cluster_id) as work:
                worked = carry_out_dues_block(work, run_id=run, actor=ACTOR, at=now(), size=size)
        except RunFinished:
            return
        except DomainError as refusal:
            if one_by_one:
                with context.unit_of_work(cluster_id) as work:
                    fail_next(work, run_id=run, refusal=refusal, at=now())
                one_by_one -= 1
            else:
                one_by_one = BLOCK
            continue
        if not worked:
            return
        one_by_one = max(0, one_by_one - 1)
