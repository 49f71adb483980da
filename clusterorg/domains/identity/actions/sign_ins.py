"""Signing in and out; the server-side record behind the cookie."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.actions.attempts import (
    ADDRESS_LENGTH,
    note_attempt,
    refuse_if_throttled,
)
from clusterorg.domains.identity.errors import SignInNotFound, WrongSignIn
from clusterorg.domains.identity.models import Person, SignIn
from clusterorg.domains.identity.rules import lifetimes, texts
from clusterorg.domains.identity.vocabulary import AttemptKind, Opened, Outcome
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

USER_AGENT_LENGTH = 300


def sign_in(
    work: UnitOfWork,
    *,
    email: str,
    password: str,
    address: str,
    user_agent: str,
    at: datetime,
    replaces: str | None = None,
) -> Outcome[Opened]:
    """Open a sign-in for the right password; `replaces` is the token the browser came with.

    An unknown e-mail address costs the same time as a wrong password. Refusals in the outcome
    (commit first, then show them): WrongSignIn, TooManyAttempts.
    """
    email, address = texts.typed_email(email), address[:ADDRESS_LENGTH]
    kind = AttemptKind.PASSWORD
    refusal = refuse_if_throttled(work, kind, email=email, address=address, at=at)
    if refusal is not None:
        return Outcome(refusal=refusal)
    person = queries.find_person(work.session, email)
    right = tokens.password_matches(person.password_hash if person else None, password)
    note_attempt(work, kind, email=email, address=address, succeeded=right, at=at)
    if person is None or not right:
        return Outcome(refusal=WrongSignIn(field="password"))
    _rehash(work, person, password)
    if replaces:
        _end(work, SignIn.token_hash == tokens.digest(replaces), at)
    opened = open_sign_in(work, person=person, address=address, user_agent=user_agent, at=at)
    return Outcome(opened)


def open_sign_in(
    work: UnitOfWork, *, person: Person, address: str, user_agent: str, at: datetime
) -> Opened:
    """Open a sign-in for a person who has just proved who they are."""
    token = tokens.new_token()
    row = SignIn(
        id=new_id(),
        person_id=person.id,
        token_hash=tokens.digest(token),
        created_at=at,
        last_seen_at=at,
        proved_at=at,
        address=address[:ADDRESS_LENGTH],
        user_agent=texts.clean(user_agent)[:USER_AGENT_LENGTH],
    )
    work.session.add(row)
    return Opened(token, row.id, person.id, person.totp_confirmed_at is not None)


def note_activity(work: UnitOfWork, *, sign_in_id: UUID, at: datetime) -> bool:
    """Move `last_seen_at` on, at most once in five minutes; tell whether it moved.

    Called for requests that write anyway: reading pages never does (decision 010).
    """
    moved = work.session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.last_seen_at <= at - lifetimes.SEEN_STEP)
        .values(last_seen_at=at)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def sign_out(work: UnitOfWork, *, sign_in_id: UUID, at: datetime) -> None:
    """End this sign-in; ending it twice changes nothing."""
    _end(work, SignIn.id == sign_in_id, at)


def revoke_sign_in(work: UnitOfWork, *, person_id: UUID, sign_in_id: UUID, at: datetime) -> None:
    """End one of a person's own sign-ins. Raises SignInNotFound."""
    if not _end(work, (SignIn.id == sign_in_id) & (SignIn.person_id == person_id), at):
        raise SignInNotFound()


def revoke_other_sign_ins(
    work: UnitOfWork, *, person_id: UUID, keep: UUID | None, at: datetime
) -> int:
    """End all of a person's sign-ins but one (`keep`); return how many were ended."""
    mine = SignIn.person_id == person_id
    return _end(work, mine if keep is None else mine & (SignIn.id != keep), at)


def _end(work: UnitOfWork, which: object, at: datetime) -> int:
    ended = work.session.execute(
        update(SignIn)
        .where(which, SignIn.revoked_at.is_(None))  # type: ignore[arg-type]
        .values(revoked_at=at)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _rehash(work: UnitOfWork, person: Person, password: str) -> None:
    """Bring an old hash up to today's parameters, unless the password changes at this moment."""
    old = person.password_hash
    if old is None or not tokens.wants_rehash(old):
        return
    work.session.execute(
        update(Person)
        .where(Person.id == person.id, Person.password_hash == old)
        .values(password_hash=tokens.hash_password(password))
    )
