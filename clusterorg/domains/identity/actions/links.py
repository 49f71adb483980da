"""Single-use, expiring mail links: a new password, an invitation."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.actions.attempts import (
    ADDRESS_LENGTH,
    note_attempt,
    refuse_if_throttled,
)
from clusterorg.domains.identity.actions.notices import tell_password_changed
from clusterorg.domains.identity.actions.persons import add_person, change_person, set_password
from clusterorg.domains.identity.actions.sign_ins import open_sign_in, revoke_other_sign_ins
from clusterorg.domains.identity.errors import AccountExists, LinkUnknown, TooManyAttempts
from clusterorg.domains.identity.models import MailLink, Person
from clusterorg.domains.identity.rules import lifetimes, texts
from clusterorg.domains.identity.rules.throttling import By
from clusterorg.domains.identity.vocabulary import (
    ROLE_NAMES,
    AttemptKind,
    LinkPurpose,
    Opened,
    Outcome,
    Role,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.i18n import gettext
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.keys import link_token
from clusterorg.kernel.unit_of_work import UnitOfWork


def request_password_reset(
    work: UnitOfWork, *, email: str, address: str, at: datetime
) -> Outcome[bool]:
    """Have a reset link mailed, if there is such an account; the answer is the same if not.

    The look-up happens in the job, so that the time is the same too. More than three requests an
    hour for one account are quietly not mailed; one address that asks for many accounts is refused
    (TooManyAttempts in the outcome).
    """
    email, address = texts.typed_email(email), address[:ADDRESS_LENGTH]
    kind = AttemptKind.RESET_REQUEST
    throttled = _reset_throttled(work, email, address, at, By.ADDRESS)
    if throttled is not None:
        return Outcome(refusal=throttled)
    quiet = _reset_throttled(work, email, address, at, By.ACCOUNT)
    if quiet is None:
        note_attempt(work, kind, email=email, address=address, succeeded=False, at=at)
        work.defer(
            "identity.send_reset_link", email=email, link_id=str(new_id()), at=at.isoformat()
        )
    return Outcome(True)


def send_reset_link(work: UnitOfWork, *, email: str, link_id: UUID, at: datetime) -> None:
    """Mail a reset link to the person with this e-mail address, or do nothing (job).

    The second run of the same request finds its link and mails no other.
    """
    person = queries.find_person(work.session, email)
    known = select(MailLink.id).where(MailLink.token_hash == tokens.digest(link_token(link_id)))
    if person is None or work.session.scalar(known) is not None:
        return
    _add_link(work, link_id, person, LinkPurpose.PASSWORD_RESET, at, lifetimes.RESET_LINK)
    work.mail(
        to=person.email,
        locale=person.language,
        template="password_reset",
        context={
            "name": person.name,
            "path": "/password/{token}",
            "valid_until": (at + lifetimes.RESET_LINK).isoformat(),
        },
        link_id=link_id,
    )


def set_password_by_link(work: UnitOfWork, *, token: str, password: str, at: datetime) -> Person:
    """Set a new password by a reset link; all sign-ins end and all open links close.

    It signs nobody in, so a second factor is not walked around. Raises LinkUnknown, LinkExpired,
    LinkUsed and what `check_password` raises.
    """
    link = _take_link(work, token, LinkPurpose.PASSWORD_RESET, at)
    person = queries.get_person(work.session, link.person_id)
    set_password(person, password)
    _close_links(work, person, at)
    revoke_other_sign_ins(work, person_id=person.id, keep=None, at=at)
    tell_password_changed(work, person, at=at)
    return person


def invite_person(
    work: UnitOfWork,
    *,
    email: str,
    given_name: str,
    family_name: str,
    language: str,
    actor: Actor,
    at: datetime,
    role: Role | None = None,
    organisation: str | None = None,
) -> Person:
    """Return the person with this e-mail address, added if need be, and mail them an invitation.

    The mail names the `role` of a seat or the `organisation` of a member's contact. It gives no
    right by itself: the caller does (a seat; the contact's row of organisations). Who has an
    account already is told to sign in, and keeps the name they chose themselves.
    Raises EmailInvalid, NameMissing, TooLong, LanguageUnknown.
    """
    person = queries.find_person(work.session, texts.check_email(email))
    if person is None:
        person = add_person(
            work,
            email=email,
            given_name=given_name,
            family_name=family_name,
            language=language,
            at=at,
        )
    mail_invitation(work, person=person, role=role, organisation=organisation, actor=actor, at=at)
    return person


def mail_invitation(
    work: UnitOfWork,
    *,
    person: Person,
    actor: Actor,
    at: datetime,
    role: Role | None = None,
    organisation: str | None = None,
) -> None:
    """Mail an invitation of the cluster in scope, with a link while there is no password yet."""
    cluster = queries.get_cluster(work.session, work.cluster_id)
    role_name = gettext(ROLE_NAMES[role], locale=person.language) if role else None
    way_in, link_id = _way_in(work, person, at)
    work.mail(
        to=person.email,
        locale=person.language,
        template="member_invitation" if organisation else "invitation",
        context={
            "name": person.name,
            "inviter": actor.name,
            "role": role_name,
            "organisation": organisation,
            **way_in,
        },
        reply_to=cluster.email,
        link_id=link_id,
    )
    work.record(
        "person.invited",
        subject=("person", person.id),
        actor=actor,
        at=at,
        after={"email": person.email, "role": role, "organisation": organisation},
    )


def accept_invitation(
    work: UnitOfWork,
    *,
    token: str,
    given_name: str,
    family_name: str,
    language: str,
    password: str,
    address: str,
    user_agent: str,
    at: datetime,
) -> Opened:
    """Let an invited person choose name and password, and sign them in.

    Raises LinkUnknown, LinkExpired, LinkUsed, AccountExists, NameMissing, TooLong,
    LanguageUnknown and what `check_password` raises.
    """
    link = _take_link(work, token, LinkPurpose.INVITATION, at)
    person = change_person(
        work,
        person_id=link.person_id,
        given_name=given_name,
        family_name=family_name,
        language=language,
    )
    if person.password_hash is not None:
        raise AccountExists()
    set_password(person, password)
    _close_links(work, person, at)
    return open_sign_in(work, person=person, address=address, user_agent=user_agent, at=at)


def _reset_throttled(
    work: UnitOfWork, email: str, address: str, at: datetime, by: By
) -> TooManyAttempts | None:
    return refuse_if_throttled(
        work, AttemptKind.RESET_REQUEST, email=email, address=address, at=at, only=by
    )


def _way_in(
    work: UnitOfWork, person: Person, at: datetime
) -> tuple[dict[str, str | None], UUID | None]:
    """Return the mail's path, until when it leads in, and its link.

    Who has a password simply signs in.
    """
    if person.password_hash is not None:
        return {"path": "/sign-in", "valid_until": None}, None
    link_id, lasts = new_id(), lifetimes.INVITATION_LINK
    _add_link(work, link_id, person, LinkPurpose.INVITATION, at, lasts)
    path = "/invitation/{token}"
    return {"path": path, "valid_until": (at + lasts).isoformat()}, link_id


def _add_link(
    work: UnitOfWork,
    link_id: UUID,
    person: Person,
    purpose: LinkPurpose,
    at: datetime,
    lasts: timedelta,
) -> None:
    work.session.add(
        MailLink(
            token_hash=tokens.digest(link_token(link_id)),
            purpose=purpose.value,
            person_id=person.id,
            cluster_id=work.session.cluster_id,
            created_at=at,
            expires_at=at + lasts,
        )
    )


def _take_link(work: UnitOfWork, token: str, purpose: LinkPurpose, at: datetime) -> MailLink:
    """Lock the link, so that of two requests only the first finds it unused."""
    link = work.session.execute(
        select(MailLink)
        .where(MailLink.token_hash == tokens.digest(token), MailLink.purpose == purpose.value)
        .with_for_update()
    ).scalar_one_or_none()
    if link is None:
        raise LinkUnknown()
    queries.check_link(link.used_at, link.expires_at, at=at)
    link.used_at = at
    return link


def _close_links(work: UnitOfWork, person: Person, at: datetime) -> None:
    """Let every open link of the person expire: a new password makes the old mails worthless.

    Invitations of other clusters lead to the sign-in page by themselves from now on.
    """
    work.session.flush()
    work.session.execute(
        update(MailLink)
        .where(
            MailLink.person_id == person.id,
            MailLink.purpose == LinkPurpose.PASSWORD_RESET.value,
            MailLink.used_at.is_(None),
            MailLink.expires_at > at,
        )
        .values(expires_at=at)
    )
