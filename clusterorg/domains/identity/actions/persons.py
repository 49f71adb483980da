"""Persons: added, renamed, given a password."""

from datetime import datetime
from uuid import UUID

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.actions.notices import tell_password_changed
from clusterorg.domains.identity.actions.proofs import check_proof
from clusterorg.domains.identity.actions.sign_ins import revoke_other_sign_ins
from clusterorg.domains.identity.errors import EmailTaken, PasswordUnchanged
from clusterorg.domains.identity.models import Person
from clusterorg.domains.identity.rules import passwords, texts
from clusterorg.domains.identity.vocabulary import PasswordProof
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def add_person(
    work: UnitOfWork,
    *,
    email: str,
    given_name: str,
    family_name: str,
    language: str,
    at: datetime,
    password: str | None = None,
    is_operator: bool = False,
) -> Person:
    """Add a person; without a password they choose one by mail link.

    Raises EmailInvalid, EmailTaken, NameMissing, TooLong, LanguageUnknown and what
    `rules.passwords.check_password` raises.
    """
    email = texts.check_email(email)
    if queries.find_person(work.session, email) is not None:
        raise EmailTaken(field="email")
    person = Person(
        id=new_id(),
        email=email,
        given_name=texts.check_name(given_name, field="given_name"),
        family_name=texts.check_name(family_name, field="family_name"),
        language=texts.check_language(language),
        is_operator=is_operator,
        created_at=at,
    )
    if password is not None:
        set_password(person, password)
    work.session.add(person)
    work.session.flush()
    return person


def change_person(
    work: UnitOfWork, *, person_id: UUID, given_name: str, family_name: str, language: str
) -> Person:
    """Change a person's name and language.

    Raises PersonNotFound, NameMissing, TooLong, LanguageUnknown.
    """
    person = queries.get_person(work.session, person_id)
    person.given_name = texts.check_name(given_name, field="given_name")
    person.family_name = texts.check_name(family_name, field="family_name")
    person.language = texts.check_language(language)
    return person


def change_password(
    work: UnitOfWork,
    *,
    proof: PasswordProof,
    password: str,
    keep: UUID | None,
    at: datetime,
    field: str = "password",
) -> None:
    """Give a person who typed the old password a new one; all sign-ins but `keep` end.

    Raises PasswordProofNeeded, PasswordUnchanged and what `check_password` raises.
    """
    person = queries.get_person(work.session, check_proof(proof, at))
    if tokens.password_matches(person.password_hash, password):
        raise PasswordUnchanged(field=field)
    set_password(person, password, field=field)
    revoke_other_sign_ins(work, person_id=person.id, keep=keep, at=at)
    tell_password_changed(work, person, at=at)


def set_password(person: Person, password: str, *, field: str = "password") -> None:
    """Check and hash a new password. Raises what `rules.passwords.check_password` raises."""
    names = (person.given_name, person.family_name)
    checked = passwords.check_password(password, email=person.email, names=names, field=field)
    person.password_hash = tokens.hash_password(checked)
