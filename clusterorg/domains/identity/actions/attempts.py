"""Attempts: counted before they are judged, written down whatever came of them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.errors import TooManyAttempts, WrongPassword
from clusterorg.domains.identity.models import SignIn, SignInAttempt
from clusterorg.domains.identity.rules import texts, throttling
from clusterorg.domains.identity.vocabulary import AttemptKind, Outcome, PasswordProof
from clusterorg.kernel.unit_of_work import UnitOfWork

ADDRESS_LENGTH = 64


def refuse_if_throttled(
    work: UnitOfWork,
    kind: AttemptKind,
    *,
    email: str,
    address: str,
    at: datetime,
    only: throttling.By | None = None,
) -> TooManyAttempts | None:
    """Return the refusal when this account or address has to wait, and write that down.

    Attempts on one account take turns, so that a hundred at once are counted like a hundred in a
    row. A refused attempt is a fact but no failure: it does not make the wait longer.
    """
    _take_turn(work, kind, email)
    seen = queries.attempts(work.session, kind, email=email, address=address, at=at)
    wait = throttling.waiting_time(kind, seen, email=email, address=address, at=at, only=only)
    if wait <= timedelta(0):
        return None
    note_attempt(work, AttemptKind.REFUSED, email=email, address=address, succeeded=False, at=at)
    return TooManyAttempts(
        minutes=throttling.minutes(wait), seconds=max(1, round(wait.total_seconds()))
    )


def claim_public_mail(work: UnitOfWork, *, email: str, address: str, at: datetime) -> None:
    """Count a mail that a public form sends to an address that nobody has proved to own.

    Raises TooManyAttempts when this mailbox, or this network address, has had its share.
    """
    _claim(work, AttemptKind.PUBLIC_MAIL, email, address, at)


def claim_invitation(work: UnitOfWork, *, email: str, inviter_id: UUID, at: datetime) -> None:
    """Count an invitation that a member's contact has mailed to an address of their choice.

    Raises TooManyAttempts when this mailbox, or this inviter, has had its share.
    """
    _claim(work, AttemptKind.INVITATION, email, str(inviter_id), at)


def _claim(work: UnitOfWork, kind: AttemptKind, email: str, by: str, at: datetime) -> None:
    email, address = texts.typed_email(email), by[:ADDRESS_LENGTH]
    refusal = refuse_if_throttled(work, kind, email=email, address=address, at=at)
    if refusal is not None:
        raise refusal
    note_attempt(work, kind, email=email, address=address, succeeded=False, at=at)


def note_attempt(
    work: UnitOfWork,
    kind: AttemptKind,
    *,
    email: str,
    address: str,
    succeeded: bool,
    at: datetime,
) -> None:
    """Write an attempt down."""
    work.session.add(
        SignInAttempt(
            kind=kind.value,
            email=email,
            address=address[:ADDRESS_LENGTH],
            succeeded=succeeded,
            at=at,
        )
    )


def confirm_password(
    work: UnitOfWork,
    *,
    person_id: UUID,
    password: str,
    address: str,
    at: datetime,
    field: str = "password",
    sign_in_id: UUID | None = None,
) -> Outcome[PasswordProof]:
    """Check the password of somebody who is signed in, for verbs that want to be sure.

    A stolen session must not become a place to guess passwords: it is throttled like signing in.
    The sign-in keeps the moment, so that what follows within minutes does not ask once more.
    Refusals in the outcome: TooManyAttempts, WrongPassword.
    """
    person = queries.get_person(work.session, person_id)
    kind, address = AttemptKind.PASSWORD, address[:ADDRESS_LENGTH]
    refusal = refuse_if_throttled(work, kind, email=person.email, address=address, at=at)
    if refusal is not None:
        return Outcome(refusal=refusal)
    right = tokens.password_matches(person.password_hash, password)
    note_attempt(work, kind, email=person.email, address=address, succeeded=right, at=at)
    if not right:
        return Outcome(refusal=WrongPassword(field=field))
    mine = (SignIn.id == sign_in_id) & (SignIn.person_id == person_id)
    work.session.execute(update(SignIn).where(mine).values(proved_at=at))
    return Outcome(PasswordProof(person_id, at))


def _take_turn(work: UnitOfWork, kind: AttemptKind, email: str) -> None:
    words = f"{kind.value} {email.casefold()}"
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(words, 0))))
