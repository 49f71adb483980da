"""Applications: drafting, sending, asking back, withdrawing, rejecting. Approval stands beside."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.approval import approve_application
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.actions.mails import mail_applicant
from clusterorg.domains.membership.actions.stepping import locked, step
from clusterorg.domains.membership.errors import (
    AlreadyMember,
    CategoryClosed,
    CategoryOfOtherHelix,
    ConsentNeeded,
    ContactNeeded,
    IdentifierNeeded,
    ReasonNeeded,
    SecondApplication,
    WrongApplicationState,
)
from clusterorg.domains.membership.models import (
    Application,
    ApplicationClaim,
    MembershipCategory,
)
from clusterorg.domains.membership.news import ApplicationRejected, ApplicationSubmitted
from clusterorg.domains.membership.queries.applications import FORM, token_hash
from clusterorg.domains.membership.rules.claims import claims_of
from clusterorg.domains.membership.rules.transitions import EDITABLE
from clusterorg.domains.membership.vocabulary import (
    ApplicationForm,
    ApplicationState,
    ApplicationVerb,
    ApprovalPolicy,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.queries.checks import checked
from clusterorg.domains.organisations.vocabulary import OrganisationData
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.i18n import format_date
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.keys import link_token
from clusterorg.kernel.unit_of_work import UnitOfWork

MOST_LINKS = 5
AUTOMATIC = Actor.system("automatic approval")


@dataclass(frozen=True, slots=True)
class Started:
    """A draft, and the id from which the worker makes its resume link when it mails one."""

    application: Application
    link_id: UUID


@dataclass(frozen=True, slots=True)
class Submitted:
    """An application that was sent, and where it stands now."""

    application: Application
    state: ApplicationState


def start_application(
    work: UnitOfWork, *, form: ApplicationForm, actor: Actor, at: datetime
) -> Started:
    """Keep a draft; what is wrong with it is told when it is sent.

    Raises ContactNeeded (a draft must be findable again) or CategoryNotFound.
    """
    category = queries.category_by_code(work.session, form.category)
    application = Application(
        id=new_id(),
        name=form.organisation.name.strip()[:300],
        category_id=category.id,
        language=_language(work, form.language),
        contact_email=_contact_email(form),
        data=FORM.dump(form),
        created_at=at,
    )
    link_id = _new_link(work, application, at)
    work.session.add(application)
    work.session.flush()
    step(work, application, ApplicationVerb.START, actor=actor, at=at)
    return Started(application, link_id)


def save_application(
    work: UnitOfWork, *, application_id: UUID, form: ApplicationForm, actor: Actor, at: datetime
) -> Application:
    """Keep what was changed in a draft, or in an application about which we asked something.

    Raises ApplicationNotFound, WrongApplicationState, ContactNeeded or CategoryNotFound.
    """
    application = locked(work, application_id)
    state = queries.state_of(work.session, application_id)
    if state not in EDITABLE:
        raise WrongApplicationState(state=state.value, verb="save")
    _fill_in(work, application, form)
    work.session.flush()
    return application


def _fill_in(work: UnitOfWork, application: Application, form: ApplicationForm) -> None:
    application.name = form.organisation.name.strip()[:300]
    application.category_id = queries.category_by_code(work.session, form.category).id
    application.language = _language(work, form.language)
    application.contact_email = _contact_email(form)
    application.data = FORM.dump(form)


def submit_application(
    work: UnitOfWork,
    *,
    application_id: UUID,
    actor: Actor,
    at: datetime,
) -> Submitted:
    """Send an application: every check, the claim on its numbers, the mail, and the approval
    itself where the cluster leaves that to the rules.

    Raises ApplicationNotFound, WrongApplicationState, ConsentNeeded, ContactNeeded,
    IdentifierNeeded, CategoryClosed, CategoryOfOtherHelix, SecondApplication, AlreadyMember, the
    refusals of the quote (NoScheme, NoRate, SizeMissing) and of the organisation's data.
    """
    application = locked(work, application_id)
    again = queries.state_of(work.session, application_id) is ApplicationState.MORE_INFORMATION
    form = queries.form_of(application)
    category = _check_form(work, form)
    form = replace(form, organisation=_checked(form))
    _claim(work, application, form)
    known = _known_organisation(work, form)
    if known is not None:
        refuse_living(work, known, at)
    application.organisation_id = known
    application.data = FORM.dump(form)
    today = today_of(work, at)
    quoted, _scheme = queries.quote_form(work.session, form, today, organisation_id=known)
    application.quoted = {"on": today.isoformat(), "total_cents": quoted.total_cents}
    application.consent_at = at
    application.consent_version = queries.settings(work.session).consent_version
    application.resume_hash = application.resume_expires_at = None
    step(work, application, ApplicationVerb.SUBMIT, actor=actor, at=at)
    work.publish(ApplicationSubmitted(application.id, application.name, again))
    if _approves_itself(work, form, category, known):
        approve_application(work, application_id=application.id, actor=AUTOMATIC, at=at)
        return Submitted(application, ApplicationState.APPROVED)
    mail_applicant(work, application, "application_received")
    return Submitted(application, ApplicationState.SUBMITTED)


def apply(work: UnitOfWork, *, form: ApplicationForm, actor: Actor, at: datetime) -> Submitted:
    """Draft and send in one go, as the join page and the API do. Raises as submit_application."""
    started = start_application(work, form=form, actor=actor, at=at)
    return submit_application(work, application_id=started.application.id, actor=actor, at=at)


def ask_for_information(
    work: UnitOfWork, *, application_id: UUID, question: str, actor: Actor, at: datetime
) -> UUID:
    """Ask the applicant something; returns the id of the new resume link, which is mailed.

    Raises ReasonNeeded, ApplicationNotFound or WrongApplicationState.
    """
    if not question.strip():
        raise ReasonNeeded(field="question")
    application = locked(work, application_id)
    step(work, application, ApplicationVerb.ASK, actor=actor, at=at, note=question.strip())
    link_id = _new_link(work, application, at)
    work.session.flush()
    note = question.strip()
    mail_applicant(work, application, "application_question", note=note, link_id=link_id)
    return link_id


def send_resume_link(work: UnitOfWork, *, application_id: UUID, actor: Actor, at: datetime) -> None:
    """Mail a new link for one application. Raises ApplicationNotFound or WrongApplicationState."""
    application = locked(work, application_id)
    state = queries.state_of(work.session, application_id)
    if state not in EDITABLE:
        raise WrongApplicationState(state=state.value, verb="save")
    _mail_link(work, application, at)
    work.session.flush()


def _mail_link(work: UnitOfWork, application: Application, at: datetime) -> None:
    link_id = _new_link(work, application, at)
    mail_applicant(work, application, "application_draft", link_id=link_id)


def send_resume_links(work: UnitOfWork, *, email: str, actor: Actor, at: datetime) -> int:
    """Mail a new link for the newest applications of an address that can still be changed.

    Returns how many, five at most; the page that asks for it must not tell.
    """
    rows = work.session.scalars(
        select(Application)
        .where(
            func.lower(Application.contact_email) == email.strip().lower(),
            Application.resume_hash.is_not(None),
        )
        .order_by(Application.id.desc())
        .limit(MOST_LINKS)
    ).all()
    open_ones = [row for row in rows if queries.state_of(work.session, row.id) in EDITABLE]
    for application in open_ones:
        _mail_link(work, application, at)
    work.session.flush()
    return len(open_ones)


def withdraw_application(
    work: UnitOfWork, *, application_id: UUID, actor: Actor, at: datetime, note: str | None = None
) -> None:
    """Take an application back; raises ApplicationNotFound or WrongApplicationState."""
    application = locked(work, application_id)
    step(work, application, ApplicationVerb.WITHDRAW, actor=actor, at=at, note=note)
    release(work, application)


def reject_application(
    work: UnitOfWork, *, application_id: UUID, reason: str, actor: Actor, at: datetime
) -> None:
    """Reject an application with a reason that is mailed.

    Raises ReasonNeeded, ApplicationNotFound or WrongApplicationState.
    """
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    application = locked(work, application_id)
    step(work, application, ApplicationVerb.REJECT, actor=actor, at=at, note=reason.strip())
    release(work, application)
    mail_applicant(work, application, "application_rejected", note=reason.strip())
    work.publish(ApplicationRejected(application.id))


def release(work: UnitOfWork, application: Application) -> None:
    """Let go of the numbers an application held, and of its resume link."""
    work.session.execute(
        delete(ApplicationClaim).where(ApplicationClaim.application_id == application.id)
    )
    application.resume_hash = application.resume_expires_at = None
    work.session.flush()


def refuse_living(work: UnitOfWork, organisation_id: UUID, at: datetime) -> None:
    """Raise AlreadyMember when a term of the organisation runs today or later."""
    until = queries.living_until(work.session, organisation_id, today_of(work, at))
    if until is not None:
        raise AlreadyMember(through=format_date(until - timedelta(days=1)))


def _check_form(work: UnitOfWork, form: ApplicationForm) -> MembershipCategory:
    if not form.consent:
        raise ConsentNeeded(field="consent")
    _contact_email(form)
    category = queries.category_by_code(work.session, form.category)
    if not category.open_for_application:
        raise CategoryClosed(field="category")
    if category.helix is not None and category.helix != form.organisation.helix.value:
        raise CategoryOfOtherHelix(field="category")
    if form.organisation.helix.value == "business" and not form.organisation.identifiers:
        raise IdentifierNeeded(field="organisation.identifiers")
    return category


def _checked(form: ApplicationForm) -> OrganisationData:
    """Return the organisation's data in stored form; a refusal names its place in the form."""
    try:
        return checked(form.organisation)
    except DomainError as refusal:
        refusal.field = f"organisation.{refusal.field}" if refusal.field else "organisation"
        raise


def _claim(work: UnitOfWork, application: Application, form: ApplicationForm) -> None:
    """Hold the organisation's numbers; raises SecondApplication when another one holds them."""
    work.session.execute(
        delete(ApplicationClaim).where(ApplicationClaim.application_id == application.id)
    )
    rows = [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "application_id": application.id,
            "scheme": scheme,
            "value": value,
        }
        for scheme, value in claims_of(form.organisation)
    ]
    held = work.session.execute(
        insert(ApplicationClaim)
        .on_conflict_do_nothing(index_elements=["cluster_id", "scheme", "value"])
        .returning(ApplicationClaim.id),
        rows,
    ).all()
    if len(held) < len(rows):
        raise SecondApplication(field="organisation.identifiers")


def _known_organisation(work: UnitOfWork, form: ApplicationForm) -> UUID | None:
    for identifier in form.organisation.identifiers:
        found = organisations.find_by_identifier(work.session, identifier.scheme, identifier.value)
        if found is not None:
            return organisations.forwarded_to(work.session, found)
    return None


def _approves_itself(
    work: UnitOfWork, form: ApplicationForm, category: MembershipCategory, known: UUID | None
) -> bool:
    """Automatic approval needs a checked number, and nobody here who looks like the applicant.

    A number is public: who gives that of an organisation that is here already comes in by itself
    only through mail addresses that it has given us. Others would be let into its portal.
    """
    policy = category.approval or queries.settings(work.session).approval
    if policy != ApprovalPolicy.AUTOMATIC.value or not form.organisation.identifiers:
        return False
    if known is not None and not _are_known(work, known, form):
        return False
    probe = organisations.Probe.of("application", form.organisation)
    alike = organisations.find_duplicates(work.session, probe)
    return all(candidate.organisation_id == known for candidate in alike)


def _are_known(work: UnitOfWork, organisation_id: UUID, form: ApplicationForm) -> bool:
    return all(
        contact.email and organisations.find_contact(work.session, organisation_id, contact.email)
        for contact in form.organisation.contacts
    )


def _contact_email(form: ApplicationForm) -> str:
    email = form.contact_email
    if email is None:
        raise ContactNeeded(field="organisation.contacts")
    return email


def _language(work: UnitOfWork, language: str) -> str:
    cluster = identity.get_cluster(work.session, work.cluster_id)
    return language if language in cluster.languages else cluster.default_language


def _new_link(work: UnitOfWork, application: Application, at: datetime) -> UUID:
    link_id = new_id()
    application.resume_hash = token_hash(link_token(link_id))
    days = queries.settings(work.session).resume_days
    application.resume_expires_at = at + timedelta(days=days)
    return link_id
