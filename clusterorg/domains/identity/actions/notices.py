"""Mails that tell a person what happened to their account, so that a thief cannot act unseen."""

from datetime import datetime

from clusterorg.domains.identity.models import Person
from clusterorg.kernel.unit_of_work import UnitOfWork


def tell_second_factor(work: UnitOfWork, person: Person, *, enabled: bool, at: datetime) -> None:
    """Mail that the second factor was switched on or off."""
    _mail(work, person, "second_factor_changed", enabled=enabled, at=at.isoformat())


def tell_second_factor_reset(
    work: UnitOfWork, person: Person, *, by: str, reason: str, at: datetime
) -> None:
    """Mail that somebody else took the second factor off, who, and why."""
    _mail(work, person, "second_factor_reset", by=by, reason=reason, at=at.isoformat())


def tell_password_changed(work: UnitOfWork, person: Person, *, at: datetime) -> None:
    """Mail that there is a new password and that other sign-ins ended."""
    _mail(work, person, "password_changed", at=at.isoformat())


def tell_recovery_code_used(work: UnitOfWork, person: Person, *, left: int, at: datetime) -> None:
    """Mail that somebody came in by a recovery code, and how many are left."""
    _mail(work, person, "recovery_code_used", left=left, at=at.isoformat())


def _mail(work: UnitOfWork, person: Person, template: str, **context: object) -> None:
    work.mail(
        to=person.email,
        locale=person.language,
        template=template,
        context={"name": person.name, **context},
    )
