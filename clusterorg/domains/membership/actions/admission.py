"""Admission: open the first term of a chain and charge for it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.charging import charge
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.actions.terms import activate_term, open_term
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.years import membership_year, year_of
from clusterorg.domains.membership.vocabulary import (
    ActivationCause,
    DuesFacts,
    Period,
    TermOrigin,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.days import check_day
from clusterorg.kernel.unit_of_work import UnitOfWork


def admit(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    facts: DuesFacts,
    starts_on: date,
    issued_on: date,
    language: str,
    actor: Actor,
    at: datetime,
    application_id: UUID | None = None,
) -> tuple[UUID, UUID | None]:
    """Open a term and charge it at the scheme's price; returns the ids of term and invoice.

    Raises DayOutOfReach, TermsOverlap, CategoryNotFound, NoScheme, NoRate, SizeMissing,
    RatesAmbiguous, and what billing refuses.
    """
    check_day(starts_on, field="starts_on")
    quoted, scheme = queries.quote_facts(
        work.session, facts, starts_on, organisation_id=organisation_id
    )
    term = open_term(
        work,
        organisation_id=organisation_id,
        category_id=queries.category_by_code(work.session, facts.category).id,
        period=quoted.term,
        scheme=scheme,
        origin=TermOrigin.APPLICATION if application_id else TermOrigin.DECISION,
        at=at,
        issued_on=issued_on,
        application_id=application_id,
    )
    invoice_id = charge(
        work,
        term=term,
        lines=quoted.lines,
        scheme=scheme,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=scheme.payment_days),
        language=language,
        names=queries.category_names(work.session, language),
        actor=actor,
        at=at,
    )
    return term.id, invoice_id


def admit_organisation(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    category: str,
    actor: Actor,
    at: datetime,
    starts_on: date | None = None,
    charged: bool = True,
) -> tuple[UUID, UUID | None]:
    """Make an organisation that is written down a member without an application.

    `category` is a code. With `charged` False the term counts at once by decision and the next
    dues run asks for its dues. Returns the ids of term and invoice. Raises as `admit`, and
    OrganisationNotFound.
    """
    today = today_of(work, at)
    begins = check_day(starts_on or today, field="starts_on")
    organisations.get_organisation(work.session, organisation_id)
    if charged:
        facts = facts_on(work, organisation_id, category, begins)
        return admit(
            work,
            organisation_id=organisation_id,
            facts=facts,
            starts_on=begins,
            issued_on=today,
            language=_language(work, organisation_id, today),
            actor=actor,
            at=at,
        )
    scheme = queries.scheme_or_default(work.session, begins)
    year = membership_year(year_of(max(begins, today), scheme.first_month), scheme.first_month)
    term = open_term(
        work,
        organisation_id=organisation_id,
        category_id=queries.category_by_code(work.session, category).id,
        period=Period(begins, year.until),
        scheme=_without_limit(scheme),
        origin=TermOrigin.DECISION,
        at=at,
        issued_on=today,
    )
    activate_term(
        work, term_id=term.id, cause=ActivationCause.DECISION, on=begins, actor=actor, at=at
    )
    return term.id, None


def facts_on(work: UnitOfWork, organisation_id: UUID, category: str, on: date) -> DuesFacts:
    """Return what the price of an organisation depends on, on a day."""
    profile = organisations.profiles(work.session, on, [organisation_id])[organisation_id]
    return queries.facts_of_profile(profile, category)


def _language(work: UnitOfWork, organisation_id: UUID, on: date) -> str:
    party = organisations.billing_party(work.session, organisation_id, on)
    cluster = identity.get_cluster(work.session, work.cluster_id)
    return party.language or cluster.default_language


def _without_limit(scheme: Scheme) -> Scheme:
    return replace(scheme, settle_days=None)
