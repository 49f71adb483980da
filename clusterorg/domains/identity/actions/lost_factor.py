"""A lost phone and lost recovery codes: somebody who may takes the second factor off.

Whoever does it opens the account to the password alone, so it wants a reason, is written down, ends
every sign-in of the person and is told to them by mail (decision 051).
"""

from datetime import datetime

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.actions.notices import tell_second_factor_reset
from clusterorg.domains.identity.actions.second_factor import forget_second_factor
from clusterorg.domains.identity.actions.sign_ins import revoke_other_sign_ins
from clusterorg.domains.identity.errors import (
    NoSecondFactor,
    NotOneself,
    PersonUnknown,
    ReasonMissing,
    SeatsElsewhere,
    TooLong,
)
from clusterorg.domains.identity.models import OperatorAct, Person
from clusterorg.domains.identity.rules import texts
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

LONGEST_REASON = 500
RESET = "second_factor.reset"


def reset_second_factor(
    work: UnitOfWork, *, email: str, reason: str, actor: Actor, at: datetime
) -> Person:
    """Take anybody's lost second factor off, as an operator of the platform.

    Raises PersonUnknown, NotOneself, NoSecondFactor, ReasonMissing, TooLong.
    """
    person = queries.find_person(work.session, texts.typed_email(email))
    if person is None:
        raise PersonUnknown(field="email")
    reason = _reset(work, person, reason, actor, at)
    work.session.add(
        OperatorAct(
            at=at,
            operator_id=actor.id,
            operator_name=actor.name,
            verb=RESET,
            person_id=person.id,
            reason=reason,
            request_id=work.request_id,
        )
    )
    return person


def reset_second_factor_of_staff(
    work: UnitOfWork,
    *,
    person: Person,
    only_here: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Take a colleague's lost second factor off, as an owner of the cluster in scope.

    `only_here`: the person has no seat or contact in another cluster, whose protection would be
    taken off as well; otherwise it is the operator's to do. Raises SeatsElsewhere, NotOneself,
    NoSecondFactor, ReasonMissing, TooLong.
    """
    if not only_here or person.is_operator:
        raise SeatsElsewhere()
    reason = _reset(work, person, reason, actor, at)
    work.record(
        RESET,
        subject=("person", person.id),
        actor=actor,
        at=at,
        before={"person": person.name, "email": person.email},
        reason=reason,
    )


def _reset(work: UnitOfWork, person: Person, reason: str, actor: Actor, at: datetime) -> str:
    reason = texts.clean(reason)
    if not reason:
        raise ReasonMissing(field="reason")
    if len(reason) > LONGEST_REASON:
        raise TooLong(field="reason", limit=LONGEST_REASON)
    if person.id == actor.id:
        raise NotOneself()
    if person.totp_confirmed_at is None:
        raise NoSecondFactor(field="email")
    forget_second_factor(work, person)
    revoke_other_sign_ins(work, person_id=person.id, keep=None, at=at)
    tell_second_factor_reset(work, person, by=actor.name, reason=reason, at=at)
    return reason
