"""Reading persons and the links that were mailed to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from clusterorg.domains.identity.errors import (
    AccountExists,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    PersonNotFound,
)
from clusterorg.domains.identity.models import Cluster, MailLink, Person
from clusterorg.domains.identity.tokens import digest
from clusterorg.domains.identity.vocabulary import LinkPurpose

_LINK: tuple[Any, ...] = (
    MailLink.id,
    MailLink.person_id,
    MailLink.used_at,
    MailLink.expires_at,
    Person.email,
    Person.given_name,
    Person.family_name,
    Person.language,
    Person.password_hash.is_not(None).label("has_password"),
    Cluster.name.label("cluster_name"),
    Cluster.slug.label("cluster_slug"),
)


def get_person(session: Session, person_id: UUID) -> Person:
    """Return a person; raises PersonNotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise PersonNotFound()
    return person


def find_person(session: Session, email: str) -> Person | None:
    """Return the person with this e-mail address (case does not matter), or None."""
    return session.execute(select(Person).where(Person.email == email)).scalar_one_or_none()


def open_link(session: Session, token: str, purpose: LinkPurpose, *, at: datetime) -> Row[Any]:
    """Return whom a link was mailed to and by which cluster: email, given_name … cluster_name.

    Raises LinkUnknown, LinkUsed, LinkExpired, AccountExists.
    """
    row = session.execute(
        select(*_LINK)
        .join(Person, Person.id == MailLink.person_id)
        .outerjoin(Cluster, Cluster.id == MailLink.cluster_id)
        .where(MailLink.token_hash == digest(token), MailLink.purpose == purpose.value)
    ).one_or_none()
    if row is None:
        raise LinkUnknown()
    check_link(row.used_at, row.expires_at, at=at)
    if purpose is LinkPurpose.INVITATION and row.has_password:
        raise AccountExists()
    return row


def check_link(used_at: datetime | None, expires_at: datetime, *, at: datetime) -> None:
    """Raise LinkUsed or LinkExpired when a link no longer opens anything."""
    if used_at is not None:
        raise LinkUsed()
    if at >= expires_at:
        raise LinkExpired()
