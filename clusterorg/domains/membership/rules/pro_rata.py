"""The share of a first year's dues, as an exact fraction.

The published practices of the handbook (1.15) are data here: full to 30 June, half in the third
quarter, a quarter after mid-September [R54] is `steps`; half after 1 July [R54b] is `half_year`;
monthly [R54c] is `month`, which counts the month of joining.
"""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from clusterorg.domains.membership.rules.years import months_elapsed
from clusterorg.domains.membership.vocabulary import Explanation, Period, ProRata, ShareStep

Share = tuple[Fraction, Explanation | None]


def share_of_year(
    policy: ProRata, year: Period, joins_on: date, steps: Sequence[ShareStep] = ()
) -> Share:
    """Return the exact share of the yearly dues for joining on `joins_on`, and why.

    Who was a member before the year began pays it whole, and needs no explanation.
    """
    if joins_on <= year.starts_on:
        return Fraction(1), None
    if policy is ProRata.STEPS:
        return _by_steps(year, joins_on, steps)
    return _POLICIES[policy](year, joins_on)


def _whole(year: Period, joins_on: date) -> Share:
    return Fraction(1), Explanation("pro_rata_none", {"joined_on": joins_on.isoformat()})


def _by_month(year: Period, joins_on: date) -> Share:
    months = 12 - months_elapsed(year, joins_on)
    why = Explanation("pro_rata_month", {"joined_on": joins_on.isoformat(), "months": months})
    return Fraction(months, 12), why


def _by_half_year(year: Period, joins_on: date) -> Share:
    late = months_elapsed(year, joins_on) >= 6
    code = "pro_rata_second_half" if late else "pro_rata_first_half"
    why = Explanation(code, {"joined_on": joins_on.isoformat()})
    return Fraction(1, 2) if late else Fraction(1), why


def _by_quarter(year: Period, joins_on: date) -> Share:
    quarters = 4 - months_elapsed(year, joins_on) // 3
    why = Explanation("pro_rata_quarter", {"joined_on": joins_on.isoformat(), "quarters": quarters})
    return Fraction(quarters, 4), why


def _by_day(year: Period, joins_on: date) -> Share:
    days, all_days = (year.until - joins_on).days, (year.until - year.starts_on).days
    why = Explanation(
        "pro_rata_day", {"joined_on": joins_on.isoformat(), "days": days, "all_days": all_days}
    )
    return Fraction(days, all_days), why


def _by_steps(year: Period, joins_on: date, steps: Sequence[ShareStep]) -> Share:
    reached = [step for step in steps if step_begins(step, year) <= joins_on]
    if not reached:
        return _whole(year, joins_on)
    step = max(reached, key=lambda each: step_begins(each, year))
    params = {"from_on": step_begins(step, year).isoformat(), "share": str(step.share)}
    return step.share, Explanation("pro_rata_step", params)


def step_begins(step: ShareStep, year: Period) -> date:
    """Return the day inside `year` from which the step holds."""
    first = year.starts_on
    calendar_year = first.year if step.month >= first.month else first.year + 1
    return date(calendar_year, step.month, step.day)


_POLICIES: dict[ProRata, Callable[[Period, date], Share]] = {
    ProRata.NONE: _whole,
    ProRata.MONTH: _by_month,
    ProRata.HALF_YEAR: _by_half_year,
    ProRata.QUARTER: _by_quarter,
    ProRata.DAY: _by_day,
}
