"""Idempotency keys are kept for a week, in every cluster."""

from datetime import timedelta

from sqlalchemy import func, select, update

from clusterorg.domains.identity.jobs import forget_old
from clusterorg.kernel import idempotency
from clusterorg.kernel.clock import now
from clusterorg.kernel.idempotency import IdempotencyKey
from clusterorg.kernel.jobs import JobContext


def test_old_keys_are_forgotten_at_night_and_young_ones_kept(platform, smaak, meca, work_for):
    for cast in (smaak, meca):
        with work_for(cast) as work:
            idempotency.claim(work.session, owner="api:1", key="old", asked="x")
            old = now() - idempotency.KEPT - timedelta(minutes=1)
            work.session.execute(update(IdempotencyKey).values(used_at=old))
            idempotency.claim(work.session, owner="api:1", key="young", asked="x")

    forget_old(JobContext(platform))

    for cast in (smaak, meca):
        with work_for(cast) as work:
            assert work.session.scalars(select(IdempotencyKey.key)).all() == ["young"]
            assert work.session.scalar(select(func.count(IdempotencyKey.id))) == 1
