"""Seats: given, changed, ended. A cluster always keeps an owner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.actions.links import invite_person, mail_invitation
from clusterorg.domains.identity.errors import LastOwner, SeatNotFound, SeatTaken
from clusterorg.domains.identity.models import Cluster, Seat
from clusterorg.domains.identity.news import SeatEnded, SeatGiven
from clusterorg.domains.identity.rules.seats import check_role
from clusterorg.domains.identity.vocabulary import Role
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def give_seat(work: UnitOfWork, *, person_id: UUID, role: str, actor: Actor, at: datetime) -> Seat:
    """Give a person a role in the cluster from now on. Raises RoleUnknown, SeatTaken."""
    wanted = check_role(role)
    person = queries.get_person(work.session, person_id)
    if wanted.value in queries.roles_of(work.session, person_id, at=at):
        raise SeatTaken(field="role")
    seat = Seat(id=new_id(), person_id=person_id, role=wanted.value, valid_from=at)
    work.session.add(seat)
    work.session.flush()
    work.publish(SeatGiven(seat.id, person_id, wanted.value))
    work.record(
        "seat.given",
        subject=("seat", seat.id),
        actor=actor,
        at=at,
        after={"person": person.name, "email": person.email, "role": wanted.value},
    )
    return seat


def invite_to_seat(
    work: UnitOfWork,
    *,
    email: str,
    given_name: str,
    family_name: str,
    language: str,
    role: str,
    actor: Actor,
    at: datetime,
) -> Seat:
    """Invite somebody to a seat: it is theirs at once, the mail link lets them in.

    Raises RoleUnknown, SeatTaken, EmailInvalid, NameMissing, TooLong, LanguageUnknown.
    """
    wanted = check_role(role)
    person = invite_person(
        work,
        email=email,
        given_name=given_name,
        family_name=family_name,
        language=language,
        role=wanted,
        actor=actor,
        at=at,
    )
    return give_seat(work, person_id=person.id, role=wanted.value, actor=actor, at=at)


def invite_again(work: UnitOfWork, *, seat_id: UUID, actor: Actor, at: datetime) -> None:
    """Mail the holder of a seat another invitation. Raises SeatNotFound."""
    seat = _current(work, seat_id, at)
    person = queries.get_person(work.session, seat.person_id)
    mail_invitation(work, person=person, role=Role(seat.role), actor=actor, at=at)


def change_seat(work: UnitOfWork, *, seat_id: UUID, role: str, actor: Actor, at: datetime) -> Seat:
    """Give the holder of a seat another role: the old seat ends, a new one begins.

    The same role changes nothing. Raises SeatNotFound, RoleUnknown, SeatTaken, LastOwner.
    """
    seat = _current(work, seat_id, at)
    if check_role(role).value == seat.role:
        return seat
    end_seat(work, seat_id=seat_id, actor=actor, at=at)
    return give_seat(work, person_id=seat.person_id, role=role, actor=actor, at=at)


def end_seat(work: UnitOfWork, *, seat_id: UUID, actor: Actor, at: datetime) -> None:
    """End a seat now. Raises SeatNotFound, LastOwner."""
    seat = _current(work, seat_id, at)
    if seat.role == Role.OWNER and not queries.other_owners(work.session, seat_id, at=at):
        raise LastOwner()
    seat.valid_until = at
    person = queries.get_person(work.session, seat.person_id)
    work.session.flush()
    work.publish(SeatEnded(seat.id, seat.person_id, seat.role))
    work.record(
        "seat.ended",
        subject=("seat", seat.id),
        actor=actor,
        at=at,
        before={"person": person.name, "email": person.email, "role": seat.role},
    )


def _current(work: UnitOfWork, seat_id: UUID, at: datetime) -> Seat:
    """Return the seat; the cluster is locked, so that two last owners cannot remove each other."""
    work.session.execute(select(Cluster.id).where(Cluster.id == work.cluster_id).with_for_update())
    statement = select(Seat).where(Seat.id == seat_id, queries.is_current(at))
    seat = work.session.execute(statement).scalar_one_or_none()
    if seat is None:
        raise SeatNotFound()
    return seat
