"""Reading seats: of the cluster in scope, or of one person across clusters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import array_agg
from sqlalchemy.orm import Session

from clusterorg.domains.identity.models import Cluster, Person, Seat
from clusterorg.domains.identity.vocabulary import Role
from clusterorg.kernel.scope import kept


def is_current(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a seat is held at moment `at`."""
    return and_(Seat.valid_from <= at, or_(Seat.valid_until.is_(None), Seat.valid_until > at))


def roles_of(session: Session, person_id: UUID, *, at: datetime) -> list[str]:
    """Return the roles a person holds in the cluster in scope.

    The statement carries the cluster: row security also shows people their own seats elsewhere.
    """
    return list(session.scalars(_roles(session), {"person_id": person_id, "at": at}))


@kept
def _roles() -> Select[str]:
    person = bindparam("person_id", type_=Seat.person_id.type)
    at = bindparam("at", type_=Seat.valid_from.type)
    return select(Seat.role).where(Seat.person_id == person, is_current(at))


def seats(session: Session, *, at: datetime) -> Sequence[Row[Any]]:
    """Return the current seats of the cluster in scope, by role and name.

    Columns: id, person_id, role, valid_from, name, email, accepted (they have chosen a password),
    has_second_factor.
    """
    order = func.array_position([role.value for role in Role], Seat.role)
    return session.execute(
        select(
            Seat.id,
            Seat.person_id,
            Seat.role,
            Seat.valid_from,
            func.concat_ws(" ", Person.given_name, Person.family_name).label("name"),
            Person.email,
            Person.password_hash.is_not(None).label("accepted"),
            Person.totp_confirmed_at.is_not(None).label("has_second_factor"),
        )
        .join(Person, Person.id == Seat.person_id)
        .where(is_current(at))
        .order_by(order, Person.family_name, Person.given_name, Seat.id)
    ).all()


def clusters_of(session: Session, person_id: UUID, *, at: datetime) -> Sequence[Row[Any]]:
    """Return the clusters in which a person holds a seat: id, slug, name, colour, roles; by name.

    The counted door across clusters: `session` has no cluster in scope and has entered the person
    (`enter_person`); row security then shows this person's seats and nobody else's.
    """
    return session.execute(
        select(
            Cluster.id,
            Cluster.slug,
            Cluster.name,
            Cluster.colour,
            Cluster.requires_second_factor,
            array_agg(Seat.role).label("roles"),
        )
        .join(Seat, Seat.cluster_id == Cluster.id)
        .where(Seat.person_id == person_id, is_current(at))
        .group_by(Cluster.id)
        .order_by(Cluster.name, Cluster.id)
    ).all()


def other_owners(session: Session, seat_id: UUID, *, at: datetime) -> int:
    """Return how many other owners there are who have accepted their invitation."""
    return session.execute(
        select(func.count(Seat.id))
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.role == Role.OWNER.value,
            Seat.id != seat_id,
            Person.password_hash.is_not(None),
            is_current(at),
        )
    ).scalar_one()
