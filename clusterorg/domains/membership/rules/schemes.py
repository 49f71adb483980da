"""What a version of the dues scheme must say to make sense."""

from datetime import date

from clusterorg.domains.membership.errors import (
    AmountNegative,
    LateMonthMissing,
    LimitMissing,
    SettingOutOfRange,
    StepInvalid,
    StepsMissing,
    SubGroupNeedsHelix,
)
from clusterorg.domains.membership.vocabulary import LateJoin, ProRata, SchemeData, StartPolicy
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS
from clusterorg.kernel.days import check_day

RANGES = {
    "first_month": (1, 12),
    "startup_years": (0, 20),
    "startup_basis_points": (0, 10_000),
    "payment_days": (0, 366),
    "settle_days": (1, 732),
}


def check_scheme(data: SchemeData) -> None:
    """Raise the first refusal: day, ranges, amounts, sub-groups, steps, late joiners, limit."""
    check_day(data.valid_from, field="valid_from")
    _check_ranges(data)
    _check_amounts(data)
    _check_reference(data)
    if data.pro_rata is ProRata.STEPS and not data.steps:
        raise StepsMissing(field="steps")
    for place, step in enumerate(data.steps):
        if not 0 <= step.share <= 1 or not _is_day(step.month, step.day):
            raise StepInvalid(field=f"steps.{place}")
    if data.late_join is not LateJoin.NONE and data.late_join_month not in range(1, 12):
        raise LateMonthMissing(field="late_join_month")
    if data.start_policy is StartPolicy.PROVISIONAL and data.settle_days is None:
        raise LimitMissing(field="settle_days")


def _check_ranges(data: SchemeData) -> None:
    for name, (least, most) in RANGES.items():
        value = getattr(data, name)
        if value is not None and not least <= value <= most:
            raise SettingOutOfRange(field=name, least=least, most=most)


def _check_amounts(data: SchemeData) -> None:
    if data.entry_fee_cents < 0:
        raise AmountNegative(field="entry_fee_cents")
    for place, rate in enumerate(data.rates):
        if rate.cents < 0:
            raise AmountNegative(field=f"rates.{place}.cents")
        if rate.subgroup is not None and (
            rate.helix is None or rate.subgroup not in SUB_GROUPS[rate.helix]
        ):
            raise SubGroupNeedsHelix(field=f"rates.{place}.helix")


def _check_reference(data: SchemeData) -> None:
    if not _is_day(data.reference_month, data.reference_day):
        raise SettingOutOfRange(field="reference_day", least=1, most=28)


def _is_day(month: int, day: int) -> bool:
    """Tell whether every year has this day."""
    try:
        date(2026, month, day)
    except ValueError:
        return False
    return True
