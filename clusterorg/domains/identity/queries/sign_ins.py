"""Reading sign-ins, attempts and the second factor of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.orm import Session

from clusterorg.domains.identity.errors import EnrolmentMissing
from clusterorg.domains.identity.models import (
    OperatorAct,
    Person,
    RecoveryCode,
    SignIn,
    SignInAttempt,
)
from clusterorg.domains.identity.rules import lifetimes, second_factor, throttling
from clusterorg.domains.identity.tokens import digest
from clusterorg.domains.identity.vocabulary import AttemptKind, Enrolment

ISSUER = "clusterorg"

_FOUND: tuple[Any, ...] = (
    SignIn.id,
    SignIn.person_id,
    SignIn.created_at,
    SignIn.last_seen_at,
    SignIn.proved_at,
    SignIn.revoked_at,
    SignIn.second_factor_at,
    Person.given_name,
    Person.family_name,
    Person.email,
    Person.language,
    Person.is_operator,
    Person.totp_confirmed_at,
)

# Every page begins with it: it is made once.
_BY_TOKEN = (
    select(*_FOUND)
    .join(Person, Person.id == SignIn.person_id)
    .where(SignIn.token_hash == bindparam("token_hash"))
)

_LISTED: tuple[Any, ...] = (
    SignIn.id,
    SignIn.created_at,
    SignIn.last_seen_at,
    SignIn.second_factor_at,
    SignIn.address,
    SignIn.user_agent,
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live sign-in and its person, as a request needs them."""

    id: UUID
    person_id: UUID
    given_name: str
    family_name: str
    email: str
    language: str
    is_operator: bool
    has_second_factor: bool
    second_factor_at: datetime | None
    second_factor_due: bool
    last_seen_at: datetime
    proved_at: datetime

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


def find_sign_in(
    session: Session, token: str | None, *, at: datetime, idle: timedelta
) -> SignedIn | None:
    """Return the live sign-in of a cookie's token, or None. One query; writes nothing.

    With `second_factor_due` it opens only the page that asks for the code.
    """
    if not token:
        return None
    row = session.execute(_BY_TOKEN, {"token_hash": digest(token)}).one_or_none()
    if row is None:
        return None
    due = row.totp_confirmed_at is not None and row.second_factor_at is None
    if not _live(row, due, at, idle):
        return None
    return SignedIn(
        id=row.id,
        person_id=row.person_id,
        given_name=row.given_name,
        family_name=row.family_name,
        email=row.email,
        language=row.language,
        is_operator=row.is_operator,
        has_second_factor=row.totp_confirmed_at is not None,
        second_factor_at=row.second_factor_at,
        second_factor_due=due,
        last_seen_at=row.last_seen_at,
        proved_at=row.proved_at,
    )


def sign_ins_of(
    session: Session, person_id: UUID, *, at: datetime, idle: timedelta
) -> Sequence[Row[Any]]:
    """Return a person's live sign-ins, newest first: id, created_at, last_seen_at, address …"""
    return session.execute(
        select(*_LISTED)
        .join(Person, Person.id == SignIn.person_id)
        .where(
            SignIn.person_id == person_id,
            SignIn.revoked_at.is_(None),
            SignIn.created_at > at - lifetimes.ABSOLUTE,
            SignIn.last_seen_at > at - idle,
            or_(
                Person.totp_confirmed_at.is_(None),
                SignIn.second_factor_at.is_not(None),
                SignIn.created_at > at - lifetimes.SECOND_FACTOR_WAIT,
            ),
        )
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    ).all()


def attempts(
    session: Session, kind: AttemptKind, *, email: str, address: str, at: datetime
) -> list[throttling.Attempt]:
    """Return the attempts of a kind that throttling may have to count."""
    rows = session.execute(
        select(
            SignInAttempt.email, SignInAttempt.address, SignInAttempt.at, SignInAttempt.succeeded
        ).where(
            SignInAttempt.kind == kind.value,
            or_(SignInAttempt.email == email, SignInAttempt.address == address),
            SignInAttempt.at > at - throttling.longest_window(kind),
        )
    )
    return [throttling.Attempt(row.email, row.address, row.at, row.succeeded) for row in rows]


def operator_acts(session: Session, *, limit: int = 50) -> Sequence[Row[Any]]:
    """Return what operators did to persons last: at, operator_name, verb, reason, email, name."""
    return session.execute(
        select(
            OperatorAct.at,
            OperatorAct.operator_name,
            OperatorAct.verb,
            OperatorAct.reason,
            Person.email,
            func.concat_ws(" ", Person.given_name, Person.family_name).label("name"),
        )
        .join(Person, Person.id == OperatorAct.person_id)
        .order_by(OperatorAct.at.desc(), OperatorAct.id.desc())
        .limit(limit)
    ).all()


def recovery_codes_left(session: Session, person_id: UUID) -> int:
    """Return how many unused recovery codes a person has."""
    statement = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.execute(statement).scalar_one()


def enrolment(session: Session, person_id: UUID) -> Enrolment:
    """Return the second factor that waits for its first code; raises EnrolmentMissing."""
    row = session.execute(
        select(Person.email, Person.totp_secret).where(
            Person.id == person_id, Person.totp_confirmed_at.is_(None)
        )
    ).one_or_none()
    if row is None or row.totp_secret is None:
        raise EnrolmentMissing()
    uri = second_factor.provisioning_uri(row.totp_secret, email=row.email, issuer=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")
    return Enrolment(secret=row.totp_secret, uri=uri, qr_code=picture)


def _live(row: Row[Any], due: bool, at: datetime, idle: timedelta) -> bool:
    return lifetimes.is_live(
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        revoked_at=row.revoked_at,
        second_factor_due=due,
        at=at,
        idle=idle,
    )
