"""What joining would cost: the preview of the join page, and the price at approval."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.billing.vocabulary import Totals
from clusterorg.domains.membership.errors import NoScheme
from clusterorg.domains.membership.queries.memberships import was_member
from clusterorg.domains.membership.queries.schemes import published
from clusterorg.domains.membership.rules.quote import Quote, Scheme, quote, scheme_on
from clusterorg.domains.membership.rules.years import membership_year, year_of
from clusterorg.domains.membership.vocabulary import ApplicationForm, DuesFacts
from clusterorg.domains.organisations.queries import Profile
from clusterorg.domains.organisations.queries.checks import class_of_data
from clusterorg.kernel.i18n import format_date


def facts_of_form(form: ApplicationForm, on: date) -> DuesFacts:
    """Return what the price depends on, as the applicant says it."""
    organisation = form.organisation
    size = class_of_data(organisation, on)
    return DuesFacts(
        helix=organisation.helix.value,
        category=form.category,
        subgroup=organisation.subgroup.value if organisation.subgroup else None,
        size_class=size.value if size else None,
        is_startup=organisation.is_startup,
        founded_on=organisation.founded_on,
    )


def facts_of_profile(profile: Profile, category: str) -> DuesFacts:
    """Return what the price of a written-down organisation depends on."""
    return DuesFacts(
        helix=profile.helix,
        category=category,
        subgroup=profile.subgroup,
        size_class=profile.size_class,
        is_startup=profile.is_startup,
        founded_on=profile.founded_on,
    )


def quote_facts(
    session: Session, facts: DuesFacts, joins_on: date, *, organisation_id: UUID | None = None
) -> tuple[Quote, Scheme]:
    """Return the quote for joining on a day, and the version it comes from.

    An organisation that was a member before pays the entry fee only where the scheme says so.
    Raises NoScheme, NoRate, SizeMissing or RatesAmbiguous.
    """
    versions = published(session)
    scheme = scheme_on(versions, joins_on)
    if scheme is None:
        raise NoScheme(field="category", day=format_date(joins_on))
    next_year = membership_year(year_of(joins_on, scheme.first_month) + 1, scheme.first_month)
    rejoins = organisation_id is not None and was_member(session, organisation_id)
    found = quote(
        scheme,
        facts,
        joins_on,
        pays_entry_fee=scheme.rejoin_pays_entry_fee or not rejoins,
        next_scheme=scheme_on(versions, next_year.starts_on),
    )
    return found, scheme


def with_vat(session: Session, found: Quote, on: date) -> Totals:
    """Return what the invoice for a quote would come to on a day."""
    return billing.price_with_vat(
        session, [(line.product_code, line.cents) for line in found.lines if line.cents], on
    )


def quote_form(
    session: Session, form: ApplicationForm, joins_on: date, *, organisation_id: UUID | None = None
) -> tuple[Quote, Scheme]:
    """Return the quote for an application form; raises as quote_facts."""
    facts = facts_of_form(form, joins_on)
    return quote_facts(session, facts, joins_on, organisation_id=organisation_id)
