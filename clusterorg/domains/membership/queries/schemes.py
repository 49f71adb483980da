"""Versions of the dues scheme, as rows to show and as values for the rules."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.errors import NoScheme, SchemeNotFound
from clusterorg.domains.membership.models import DuesRate, DuesScheme, MembershipCategory
from clusterorg.domains.membership.queries.settings import categories
from clusterorg.domains.membership.rules import quote as quotes
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.rates import Coverage, Rate, coverage
from clusterorg.domains.membership.vocabulary import LateJoin, ProRata, ShareStep, StartPolicy
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS, SizeClass
from clusterorg.kernel.i18n import format_date

__all__ = ["coverage_of", "get_scheme", "published", "rates_of", "scheme_on", "versions"]


def versions(session: Session) -> Sequence[DuesScheme]:
    """Return all versions, newest first, drafts included."""
    return session.scalars(select(DuesScheme).order_by(DuesScheme.valid_from.desc())).all()


def get_scheme(session: Session, scheme_id: UUID) -> DuesScheme:
    """Return one version; raises SchemeNotFound."""
    found = session.scalars(select(DuesScheme).where(DuesScheme.id == scheme_id)).one_or_none()
    if found is None:
        raise SchemeNotFound()
    return found


def rates_of(session: Session, scheme_id: UUID) -> Sequence[DuesRate]:
    """Return the rates of a version, from the most general to the most specific."""
    statement = select(DuesRate).where(DuesRate.scheme_id == scheme_id).order_by(DuesRate.id)
    return session.scalars(statement).all()


def published(session: Session) -> list[Scheme]:
    """Return the published versions as values for the rules, oldest first (3 queries)."""
    rows = session.scalars(
        select(DuesScheme)
        .where(DuesScheme.published_at.is_not(None))
        .order_by(DuesScheme.valid_from)
    ).all()
    rates = session.execute(
        select(DuesRate, MembershipCategory.code)
        .outerjoin(
            MembershipCategory,
            (MembershipCategory.cluster_id == DuesRate.cluster_id)
            & (MembershipCategory.id == DuesRate.category_id),
        )
        .where(DuesRate.scheme_id.in_([row.id for row in rows]))
        .order_by(DuesRate.id)
    ).all()
    return [
        as_value(row, [_rate(rate, code) for rate, code in rates if rate.scheme_id == row.id])
        for row in rows
    ]


def scheme_on(session: Session, day: date, *, field: str | None = None) -> Scheme:
    """Return the published version that holds on a day; raises NoScheme."""
    found = quotes.scheme_on(published(session), day)
    if found is None:
        raise NoScheme(field=field, day=format_date(day))
    return found


def scheme_or_default(session: Session, day: date) -> Scheme:
    """Return the version of a day, or default policies where none is published yet."""
    return quotes.scheme_on(published(session), day) or Scheme(0, day, ())


def scheme_value(session: Session, scheme_id: UUID) -> Scheme:
    """Return any version, also a draft, as a value for the rules; raises SchemeNotFound."""
    row = get_scheme(session, scheme_id)
    codes = {category.id: category.code for category in categories(session)}
    rates = [
        _rate(rate, codes[rate.category_id] if rate.category_id else None)
        for rate in rates_of(session, scheme_id)
    ]
    return as_value(row, rates)


def coverage_of(session: Session, scheme_id: UUID) -> Coverage:
    """Return the gaps and ambiguities of a version, draft or published."""
    return coverage(
        scheme_value(session, scheme_id).rates,
        subgroups={helix.value: [g.value for g in groups] for helix, groups in SUB_GROUPS.items()},
        size_classes=[size.value for size in SizeClass],
        categories={category.code: category.helix for category in categories(session)},
    )


def _rate(row: DuesRate, category: str | None) -> Rate:
    return Rate(row.cents, row.helix, row.subgroup, row.size_class, category)


def as_value(row: DuesScheme, rates: Sequence[Rate]) -> Scheme:
    """Return a stored version as the rules see it."""
    return Scheme(
        number=row.number,
        valid_from=row.valid_from,
        rates=tuple(rates),
        id=row.id,
        currency=row.currency,
        first_month=row.first_month,
        entry_fee_cents=row.entry_fee_cents,
        rejoin_pays_entry_fee=row.rejoin_pays_entry_fee,
        startup_years=row.startup_years,
        startup_basis_points=row.startup_basis_points,
        pro_rata=ProRata(row.pro_rata),
        steps=tuple(ShareStep.from_json(step) for step in row.steps),
        late_join=LateJoin(row.late_join),
        late_join_month=row.late_join_month,
        reference_month=row.reference_month,
        reference_day=row.reference_day,
        dues_product=row.dues_product,
        entry_fee_product=row.entry_fee_product,
        payment_days=row.payment_days,
        start_policy=StartPolicy(row.start_policy),
        settle_days=row.settle_days,
    )
