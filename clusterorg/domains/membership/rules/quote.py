"""What a membership costs and why: one pure function for join page, invoice line and dues run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from clusterorg.domains.membership.rules.pro_rata import share_of_year
from clusterorg.domains.membership.rules.rates import Rate, rate_for
from clusterorg.domains.membership.rules.years import (
    add_years,
    membership_year,
    months_elapsed,
    through,
    year_of,
)
from clusterorg.domains.membership.vocabulary import (
    DuesFacts,
    Explanation,
    FeeItem,
    LateJoin,
    Period,
    ProRata,
    ShareStep,
    StartPolicy,
)
from clusterorg.kernel.money import round_half_up


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of a cluster's dues scheme as the rules see it; amounts in cents.

    `startup_basis_points` is the part a start-up pays (0 = nothing) until `startup_years` after its
    founding. `late_join_month` N means: who joins after the N-th month of the year. `settle_days`
    after the start of a term an unpaid one lapses (None: never).
    """

    number: int
    valid_from: date
    rates: tuple[Rate, ...]
    id: UUID | None = None
    currency: str = "EUR"
    first_month: int = 1
    entry_fee_cents: int = 0
    rejoin_pays_entry_fee: bool = False
    startup_years: int = 0
    startup_basis_points: int = 10_000
    pro_rata: ProRata = ProRata.NONE
    steps: tuple[ShareStep, ...] = ()
    late_join: LateJoin = LateJoin.NONE
    late_join_month: int | None = None
    reference_month: int = 1
    reference_day: int = 1
    dues_product: str = "dues"
    entry_fee_product: str = "entry-fee"
    payment_days: int = 30
    start_policy: StartPolicy = StartPolicy.PAYMENT
    settle_days: int | None = 90

    def size_reference(self, year: int) -> date:
        """Return the day whose size counts for the dues of a membership year."""
        return date(year, self.reference_month, self.reference_day)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One thing to pay: `cents` is due, `full_cents` is the undiminished yearly amount."""

    fee_item: FeeItem
    product_code: str
    year: int
    period: Period
    cents: int
    full_cents: int
    explanation: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What joining costs, and for how long it lasts."""

    lines: tuple[QuoteLine, ...]
    term: Period
    currency: str

    @property
    def total_cents(self) -> int:
        """The sum of all lines."""
        return sum(line.cents for line in self.lines)


def scheme_on(schemes: Sequence[Scheme], day: date) -> Scheme | None:
    """Return the version that holds on a day: the latest that has begun."""
    begun = [scheme for scheme in schemes if scheme.valid_from <= day]
    return max(begun, key=lambda scheme: scheme.valid_from, default=None)


def quote(
    scheme: Scheme,
    facts: DuesFacts,
    joins_on: date,
    *,
    pays_entry_fee: bool = True,
    next_scheme: Scheme | None = None,
) -> Quote:
    """Return the lines, the term and the reasons for joining on a day.

    `next_scheme` prices the year after, where a late joiner pays for it; by default the same one.
    Raises NoRate, SizeMissing or RatesAmbiguous.
    """
    year = year_of(joins_on, scheme.first_month)
    this_year = membership_year(year, scheme.first_month)
    following = next_scheme or scheme
    late = is_late(scheme, this_year, joins_on)
    lines: list[QuoteLine] = []
    if not (late and scheme.late_join is LateJoin.PAYS_NEXT_YEAR):
        lines.append(dues_line(scheme, facts, year, joins_on))
    if late:
        after = dues_line(following, facts, year + 1, joins_on)
        lines.append(_with_reason(after, _late_reason(scheme, joins_on)))
    if pays_entry_fee and scheme.entry_fee_cents:
        lines.append(_entry_fee_line(scheme, year, joins_on))
    until = membership_year(year + 1, scheme.first_month).until if late else this_year.until
    return Quote(tuple(lines), Period(joins_on, until), scheme.currency)


def is_late(scheme: Scheme, year: Period, joins_on: date) -> bool:
    """Tell whether joining on a day falls after month N of the year."""
    if scheme.late_join is LateJoin.NONE or scheme.late_join_month is None:
        return False
    return months_elapsed(year, joins_on) + 1 > scheme.late_join_month


def dues_line(scheme: Scheme, facts: DuesFacts, year: int, joins_on: date) -> QuoteLine:
    """Return the dues of one membership year for who is a member from `joins_on`.

    The amount is worked out as an exact fraction and rounded once, half up.
    """
    whole = membership_year(year, scheme.first_month)
    rate = rate_for(scheme.rates, facts)
    begins = max(joins_on, whole.starts_on)
    startup, startup_reason = _startup_share(scheme, facts, begins)
    share, share_reason = share_of_year(scheme.pro_rata, whole, begins, scheme.steps)
    cents = round_half_up(Fraction(rate.cents) * startup * share)
    reasons = [_rate_reason(rate, facts), startup_reason, share_reason]
    if cents != rate.cents:
        reasons.append(_result_reason(rate.cents, startup * share, cents))
    return QuoteLine(
        fee_item=FeeItem.DUES,
        product_code=scheme.dues_product,
        year=year,
        period=Period(begins, whole.until),
        cents=cents,
        full_cents=rate.cents,
        explanation=(_period_reason(begins, whole.until), *(r for r in reasons if r is not None)),
    )


def _startup_share(
    scheme: Scheme, facts: DuesFacts, day: date
) -> tuple[Fraction, Explanation | None]:
    """A start-up pays a part until its N-th birthday; without a founding date it pays all."""
    whole = Fraction(1)
    if not facts.is_startup or not scheme.startup_years:
        return whole, None
    if facts.founded_on is None:
        return whole, Explanation("startup_date_missing", {})
    until = add_years(facts.founded_on, scheme.startup_years)
    if day >= until:
        return whole, Explanation("startup_over", {"until_on": until.isoformat()})
    part = Fraction(scheme.startup_basis_points, 10_000)
    params: dict[str, str | int | None] = {
        "years": scheme.startup_years,
        "founded_on": facts.founded_on.isoformat(),
        "share": str(part),
    }
    return part, Explanation("startup_reduced" if part else "startup_free", params)


def _rate_reason(rate: Rate, facts: DuesFacts) -> Explanation:
    params: dict[str, str | int | None] = {"full_cents": rate.cents, "category": facts.category}
    params.update(rate.named)
    return Explanation("rate", params)


def _period_reason(starts_on: date, until: date) -> Explanation:
    params = {"from_on": starts_on.isoformat(), "through_on": through(until).isoformat()}
    return Explanation("period", params)


def _result_reason(full_cents: int, share: Fraction, cents: int) -> Explanation:
    return Explanation(
        "result", {"full_cents": full_cents, "share": str(share), "due_cents": cents}
    )


def _late_reason(scheme: Scheme, joins_on: date) -> Explanation:
    params = {"month": scheme.late_join_month, "joined_on": joins_on.isoformat()}
    return Explanation(f"late_{scheme.late_join.value}", params)


def _with_reason(line: QuoteLine, reason: Explanation) -> QuoteLine:
    return QuoteLine(
        line.fee_item,
        line.product_code,
        line.year,
        line.period,
        line.cents,
        line.full_cents,
        (reason, *line.explanation),
    )


def _entry_fee_line(scheme: Scheme, year: int, joins_on: date) -> QuoteLine:
    whole = membership_year(year, scheme.first_month)
    fee = scheme.entry_fee_cents
    return QuoteLine(
        fee_item=FeeItem.ENTRY_FEE,
        product_code=scheme.entry_fee_product,
        year=year,
        period=Period(joins_on, whole.until),
        cents=fee,
        full_cents=fee,
        explanation=(Explanation("entry_fee", {"full_cents": fee}),),
    )
