"""The second factor: enrol, confirm, show a code at sign-in, recover, switch off."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm.attributes import flag_modified

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.actions.attempts import (
    ADDRESS_LENGTH,
    note_attempt,
    refuse_if_throttled,
)
from clusterorg.domains.identity.actions.notices import (
    tell_recovery_code_used,
    tell_second_factor,
)
from clusterorg.domains.identity.actions.proofs import check_proof
from clusterorg.domains.identity.actions.sign_ins import revoke_other_sign_ins
from clusterorg.domains.identity.errors import (
    CodeReused,
    EnrolmentMissing,
    SecondFactorOff,
    SecondFactorOn,
    SignInOver,
    WrongCode,
    WrongRecoveryCode,
)
from clusterorg.domains.identity.models import Person, RecoveryCode, SignIn
from clusterorg.domains.identity.rules import lifetimes, second_factor
from clusterorg.domains.identity.vocabulary import AttemptKind, Opened, Outcome, PasswordProof
from clusterorg.kernel.errors import Invalid
from clusterorg.kernel.unit_of_work import UnitOfWork


def begin_enrolment(work: UnitOfWork, *, proof: PasswordProof, at: datetime) -> None:
    """Give a person a new secret that waits for its first code.

    Beginning again replaces a secret that was never confirmed. Raises PasswordProofNeeded (a
    stolen sign-in must not bind a thief's phone), SecondFactorOn.
    """
    person = queries.get_person(work.session, check_proof(proof, at))
    if person.totp_confirmed_at is not None:
        raise SecondFactorOn()
    person.totp_secret = pyotp.random_base32()
    person.totp_last_step = None


def confirm_enrolment(
    work: UnitOfWork, *, proof: PasswordProof, sign_in_id: UUID, code: str, at: datetime
) -> list[str]:
    """Switch the second factor on; return the recovery codes, which nobody sees again.

    Every other sign-in of the person ends. Raises PasswordProofNeeded, SecondFactorOn,
    EnrolmentMissing, WrongCode.
    """
    person = queries.get_person(work.session, check_proof(proof, at))
    if person.totp_confirmed_at is not None:
        raise SecondFactorOn()
    if person.totp_secret is None:
        raise EnrolmentMissing()
    step = second_factor.matching_step(person.totp_secret, code, at)
    if step is None:
        raise WrongCode(field="code")
    person.totp_confirmed_at = at
    person.totp_last_step = step
    work.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(second_factor_at=at))
    revoke_other_sign_ins(work, person_id=person.id, keep=sign_in_id, at=at)
    tell_second_factor(work, person, enabled=True, at=at)
    return _new_codes(work, person.id)


def verify_second_factor(
    work: UnitOfWork, *, sign_in_id: UUID, code: str, address: str, at: datetime
) -> Outcome[Opened]:
    """Strengthen a sign-in by the code of this moment; the token is rotated.

    Refusals in the outcome: TooManyAttempts, WrongCode, CodeReused. Raises SignInOver,
    SecondFactorOff.
    """
    row, person = _pending(work, sign_in_id, at)
    return _judge(work, row, person, _code_refusal, code, address, at)


def use_recovery_code(
    work: UnitOfWork, *, sign_in_id: UUID, code: str, address: str, at: datetime
) -> Outcome[Opened]:
    """Strengthen a sign-in by a recovery code, which works once; the token is rotated.

    Refusals in the outcome: TooManyAttempts, WrongRecoveryCode. Raises SignInOver,
    SecondFactorOff.
    """
    row, person = _pending(work, sign_in_id, at)
    outcome = _judge(work, row, person, _recovery_refusal, code, address, at)
    if outcome.refusal is None:
        left = queries.recovery_codes_left(work.session, person.id)
        tell_recovery_code_used(work, person, left=left, at=at)
    return outcome


def renew_recovery_codes(work: UnitOfWork, *, proof: PasswordProof, at: datetime) -> list[str]:
    """Replace all recovery codes; return the new ones.

    Raises PasswordProofNeeded, SecondFactorOff.
    """
    person = queries.get_person(work.session, check_proof(proof, at))
    if person.totp_confirmed_at is None:
        raise SecondFactorOff()
    return _new_codes(work, person.id)


def disable_second_factor(work: UnitOfWork, *, proof: PasswordProof, at: datetime) -> None:
    """Switch the second factor off and forget its secret and codes.

    Raises PasswordProofNeeded, SecondFactorOff. Where a cluster requires one, its staff will be
    led to enrol again.
    """
    person = queries.get_person(work.session, check_proof(proof, at))
    if person.totp_confirmed_at is None:
        raise SecondFactorOff()
    forget_second_factor(work, person)
    tell_second_factor(work, person, enabled=False, at=at)


def forget_second_factor(work: UnitOfWork, person: Person) -> None:
    """Forget secret and recovery codes."""
    person.totp_secret = person.totp_confirmed_at = person.totp_last_step = None
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def encrypt_anew(work: UnitOfWork) -> int:
    """Encrypt every second factor with the present secret key; return how many there are."""
    people = work.session.scalars(select(Person).where(Person.totp_secret.is_not(None))).all()
    for person in people:
        flag_modified(person, "totp_secret")
    work.session.flush()
    return len(people)


def _pending(work: UnitOfWork, sign_in_id: UUID, at: datetime) -> tuple[SignIn, Person]:
    row = work.session.get(SignIn, sign_in_id, with_for_update=True)
    if row is None or row.revoked_at is not None:
        raise SignInOver()
    person = queries.get_person(work.session, row.person_id)
    if person.totp_confirmed_at is None:
        raise SecondFactorOff()
    if row.second_factor_at is None and at >= row.created_at + lifetimes.SECOND_FACTOR_WAIT:
        raise SignInOver()
    return row, person


def _judge(
    work: UnitOfWork,
    row: SignIn,
    person: Person,
    refusal_of: Callable[[UnitOfWork, Person, str, datetime], Invalid | None],
    code: str,
    address: str,
    at: datetime,
) -> Outcome[Opened]:
    kind, address = AttemptKind.SECOND_FACTOR, address[:ADDRESS_LENGTH]
    throttled = refuse_if_throttled(work, kind, email=person.email, address=address, at=at)
    if throttled is not None:
        return Outcome(refusal=throttled)
    refusal = refusal_of(work, person, code, at)
    right = refusal is None
    note_attempt(work, kind, email=person.email, address=address, succeeded=right, at=at)
    if refusal is not None:
        return Outcome(refusal=refusal)
    token = tokens.new_token()
    row.token_hash, row.second_factor_at, row.last_seen_at = tokens.digest(token), at, at
    return Outcome(Opened(token, row.id, person.id, second_factor_needed=False))


def _code_refusal(work: UnitOfWork, person: Person, code: str, at: datetime) -> Invalid | None:
    step = second_factor.matching_step(person.totp_secret or "", code, at)
    if step is None:
        return WrongCode(field="code")
    # One statement, so that of two requests with the same code only one gets in.
    taken = work.session.execute(
        update(Person)
        .where(
            Person.id == person.id,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
        )
        .values(totp_last_step=step)
    )
    return None if taken.rowcount else CodeReused(field="code")  # type: ignore[attr-defined]


def _recovery_refusal(work: UnitOfWork, person: Person, code: str, at: datetime) -> Invalid | None:
    taken = work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == tokens.digest(second_factor.normal_recovery_code(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return None if taken.rowcount else WrongRecoveryCode(field="code")  # type: ignore[attr-defined]


def _new_codes(work: UnitOfWork, person_id: UUID) -> list[str]:
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    raw = [tokens.new_recovery_code() for _ in range(second_factor.RECOVERY_CODES)]
    work.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=tokens.digest(code)) for code in raw
    )
    return [second_factor.written_recovery_code(code) for code in raw]
