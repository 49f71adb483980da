"""Forgetting what has served its time."""

from datetime import datetime

from sqlalchemy import delete, or_

from clusterorg.domains.identity.models import SignIn, SignInAttempt
from clusterorg.domains.identity.rules import lifetimes
from clusterorg.kernel.unit_of_work import UnitOfWork


def forget_old(work: UnitOfWork, *, at: datetime) -> None:
    """Delete attempts older than a month and sign-ins that ended three months ago (job)."""
    work.session.execute(
        delete(SignInAttempt).where(SignInAttempt.at < at - lifetimes.KEEP_ATTEMPTS)
    )
    before = at - lifetimes.KEEP_ENDED_SIGN_INS
    work.session.execute(
        delete(SignIn).where(or_(SignIn.revoked_at < before, SignIn.last_seen_at < before))
    )
