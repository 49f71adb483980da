"""The join page: see what membership costs and why, apply, finish later."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from clusterorg.domains.identity import actions as identity
from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.models import Application
from clusterorg.domains.membership.rules.explain import sentences, title
from clusterorg.domains.membership.rules.quote import Quote
from clusterorg.domains.membership.vocabulary import ApplicationForm, ApplicationState
from clusterorg.domains.organisations.vocabulary import (
    SUB_GROUPS,
    Helix,
    OrganisationData,
    SizeData,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.days import FOUNDED_EARLIEST, DayOutOfReach, check_day
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.unit_of_work import UnitOfWork
from clusterorg.web import words
from clusterorg.web.account.ways import address
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.headers import hide_address
from clusterorg.web.pages import page
from clusterorg.web.public.join_form import PLACES, JoinForm
from clusterorg.web.work import attempt, session, unit_of_work


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One thing to pay, with the sentences that say why."""

    title: str
    cents: int
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Price:
    """What joining today costs; `missing` says what is needed to tell."""

    lines: list[PriceLine]
    net_cents: int = 0
    vat_cents: int = 0
    currency: str = "EUR"
    missing: str | None = None

    @property
    def gross_cents(self) -> int:
        """What is paid."""
        return self.net_cents + self.vat_cents


def index() -> Any:
    """Show the form with the price beside it, and take it."""
    form = _form()
    if form.is_submitted() and "later" in request.form:
        return _keep(form)
    if form.validate_on_submit():
        with attempt(form, PLACES) as work:
            _claim_mail(work, form.email.data)
            sent = actions.apply(work, form=_application(form), actor=_applicant(form), at=now())
        if not form.errors:
            return redirect(url_for("public.join_thanks", state=sent.state.value))
    return _shown_form(form)


def preview() -> str:
    """Answer the price for what is filled in so far, as a fragment for the page's aside."""
    asked = _asked(
        helix=request.args.get("helix", ""),
        subgroup=request.args.get("subgroup", ""),
        category=request.args.get("category", ""),
        headcount=request.args.get("headcount", ""),
        is_startup="is_startup" in request.args,
        founded_on=request.args.get("founded_on", ""),
    )
    return render_template("public/_price.html", price=_price(asked))


def resume(token: str) -> Any:
    """Go on with a kept application, or answer what the cluster asked. The link expires."""
    application = queries.application_of_link(session(), token, now())
    state = queries.state_of(session(), application.id)
    form = _form()
    if not form.is_submitted():
        form.fill_from(queries.form_of(application))
    elif "later" in request.form:
        return _keep(form, application)
    if form.validate_on_submit():
        with attempt(form, PLACES) as work:
            _claim_mail(work, form.email.data)
            applicant, at = _applicant(form), now()
            actions.save_application(
                work, application_id=application.id, form=_application(form), actor=applicant, at=at
            )
            sent = actions.submit_application(
                work, application_id=application.id, actor=applicant, at=at
            )
        if not form.errors:
            return redirect(url_for("public.join_thanks", state=sent.state.value))
    hide_address()
    return _shown_form(form, _question(application, state))


def again() -> Any:
    """Mail new links for unfinished applications; the answer is the same whether there are any."""
    email = request.form.get("email", "").strip()
    if email:
        with unit_of_work() as work:
            _claim_mail(work, email)
            actions.send_resume_links(work, email=email, actor=current_actor(), at=now())
    flash(_("If there is an unfinished application for that address, its link is in the mail."))
    return redirect(url_for("public.join_index"))


def thanks() -> Any:
    """Say what happens next."""
    approved = request.args.get("state") == ApplicationState.APPROVED
    return page("public/thanks.html", approved=approved, kept=request.args.get("state") == "draft")


def _keep(form: JoinForm, application: Application | None = None) -> Any:
    """Keep an unfinished application; only a name and a mail address are needed for that."""
    with attempt(form, PLACES) as work:
        kept, at = _application(form), now()
        _claim_mail(work, form.email.data)
        if application is None:
            started = actions.start_application(work, form=kept, actor=_applicant(form), at=at)
            application = started.application
        else:
            actions.save_application(
                work, application_id=application.id, form=kept, actor=_applicant(form), at=at
            )
        actions.send_resume_link(work, application_id=application.id, actor=_applicant(form), at=at)
    if form.errors:
        return _shown_form(form)
    return redirect(url_for("public.join_thanks", state="draft"))


def _claim_mail(work: UnitOfWork, email: str | None) -> None:
    identity.claim_public_mail(work, email=email or "", address=address(), at=now())


def _shown_form(form: JoinForm, question: str | None = None) -> Any:
    texts = queries.settings(session()).consent_texts
    agreed = queries.name_in(texts, str(get_locale())) or _(
        "You speak for this organisation, it accepts the statutes of %(name)s, and its data may be "
        "kept to look after the membership.",
        name=current_cluster().legal_name,
    )
    price = _price(_asked_by(form))
    return page("public/join.html", form=form, price=price, question=question, consent_text=agreed)


def _form() -> JoinForm:
    cluster = current_cluster()
    form = JoinForm()
    locale = Locale.parse(str(get_locale()))
    form.subgroup.choices = [("", "–"), *words.by_helix()]
    form.category.choices = [
        (row.code, queries.name_in(row.names, str(locale), fallback=row.code))
        for row in queries.categories(session(), only_open=True)
    ]
    if not form.is_submitted():
        form.country.data = cluster.country
        if form.category.choices:
            form.category.data = form.category.choices[0][0]
    return form


def _applicant(form: JoinForm) -> Actor:
    name = f"{form.given_name.data or ''} {form.family_name.data or ''}".strip()
    return Actor.public(name or form.email.data or "visitor")


def _today() -> date:
    return local_date(now(), current_cluster().time_zone)


def _application(form: JoinForm) -> ApplicationForm:
    return form.application(language=str(get_locale()), today=_today())


def _asked_by(form: JoinForm) -> ApplicationForm | None:
    return _asked(
        helix=form.helix.data or "",
        subgroup=form.subgroup.data or "",
        category=form.category.data or "",
        headcount=str(form.headcount.data or ""),
        is_startup=bool(form.is_startup.data),
        founded_on=form.founded_on.data.isoformat() if form.founded_on.data else "",
    )


def _asked(
    *, helix: str, subgroup: str, category: str, headcount: str, is_startup: bool, founded_on: str
) -> ApplicationForm | None:
    """Return what the price depends on; None while the helix is not chosen."""
    try:
        strand = Helix(helix)
    except ValueError:
        return None
    groups = {group.value: group for group in SUB_GROUPS[strand]}
    return ApplicationForm(
        organisation=OrganisationData(
            name="-",
            helix=strand,
            subgroup=groups.get(subgroup),
            is_startup=is_startup,
            founded_on=_day(founded_on),
            sizes=_size(headcount),
        ),
        category=category,
    )


def _size(headcount: str) -> tuple[SizeData, ...]:
    try:
        people = Decimal(headcount.replace(",", "."))
    except InvalidOperation:
        return ()
    if not people.is_finite() or not 0 <= people <= 1_000_000:
        return ()
    return (SizeData(year=_today().year - 1, headcount_centi=int(people * 100)),)


def _day(text: str) -> date | None:
    try:
        return check_day(date.fromisoformat(text), first=FOUNDED_EARLIEST)
    except (ValueError, DayOutOfReach):
        return None


def _price(asked: ApplicationForm | None) -> Price:
    """Return the price, or a sentence about what is missing to tell it."""
    if asked is None:
        return Price([], missing=_("Choose what kind of organisation it is."))
    try:
        found, _scheme = queries.quote_form(session(), asked, _today())
    except DomainError as refusal:
        return Price([], missing=refusal.text())
    return _shown(found)


def _shown(found: Quote) -> Price:
    language = str(get_locale())
    names = queries.category_names(session(), language)
    lines = []
    for line in found.lines:
        reasons = sentences(line.explanation, locale=language, currency=found.currency, names=names)
        lines.append(PriceLine(title(line.fee_item, line.year, language), line.cents, reasons))
    vat = queries.with_vat(session(), found, _today()).vat_cents
    return Price(lines, found.total_cents, vat, found.currency)


def _question(application: Application, state: ApplicationState) -> str | None:
    """Return what the cluster asked last, when it waits for an answer."""
    if state is not ApplicationState.MORE_INFORMATION:
        return None
    notes = [event.note for event in queries.events_of(session(), application.id) if event.note]
    return notes[-1] if notes else None
