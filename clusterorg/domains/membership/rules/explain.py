"""Write the steps of a quote in a language: the same sentences on join page, invoice and run."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache

from clusterorg.domains.membership.vocabulary import Explanation, FeeItem
from clusterorg.kernel.errors import _
from clusterorg.kernel.i18n import format_date, gettext
from clusterorg.kernel.money import format_money

SENTENCES: dict[str, str] = {
    "period": _("From %(from_on)s through %(through_on)s."),
    "rate": _("Yearly dues for %(who)s: %(full_cents)s."),
    "startup_free": _(
        "A start-up pays nothing in the first %(years)s years after its founding on %(founded_on)s."
    ),
    "startup_reduced": _(
        "A start-up pays %(share)s of the dues in the first %(years)s years after its founding on "
        "%(founded_on)s."
    ),
    "startup_over": _("The start-up years ended on %(until_on)s."),
    "startup_date_missing": _("The reduction for start-ups needs the date of founding."),
    "pro_rata_none": _("The dues count for the whole year, whatever the day of joining."),
    "pro_rata_month": _(
        "Joining on %(joined_on)s: %(months)s of 12 months, the month of joining included."
    ),
    "pro_rata_first_half": _("Joining in the first half of the year: the whole yearly dues."),
    "pro_rata_second_half": _("Joining in the second half of the year: half of the yearly dues."),
    "pro_rata_quarter": _(
        "Joining on %(joined_on)s: %(quarters)s of 4 quarters, the quarter of joining included."
    ),
    "pro_rata_step": _("Joining from %(from_on)s on: %(share)s of the yearly dues."),
    "pro_rata_day": _(
        "Joining on %(joined_on)s: %(days)s of %(all_days)s days, the day of joining included."
    ),
    "late_pays_next_year": _(
        "Joining after month %(month)s: the rest of this year is free, these dues are for the next."
    ),
    "late_next_year_included": _(
        "Joining after month %(month)s: the dues of the next year are included."
    ),
    "entry_fee": _("Entry fee, charged once: %(full_cents)s."),
    "result": _("%(share)s of %(full_cents)s is %(due_cents)s."),
    "correction": _("This replaces the earlier charge of %(before_cents)s."),
}

TITLES: dict[FeeItem, str] = {
    FeeItem.DUES: _("Membership dues %(year)s"),
    FeeItem.ENTRY_FEE: _("Entry fee"),
}

WORDS: dict[str, str] = {
    "business": _("business"),
    "knowledge": _("knowledge institution"),
    "government": _("government body"),
    "civil_society": _("civil society"),
    "micro": _("micro size"),
    "small": _("small size"),
    "medium": _("medium size"),
    "large": _("large size"),
    "enterprise": _("enterprise"),
    "business_federation": _("business federation"),
    "incubator": _("incubator"),
    "cluster_organisation": _("cluster organisation"),
    "university": _("university"),
    "university_college": _("university college"),
    "research_centre": _("research centre"),
    "research_infrastructure": _("research infrastructure"),
    "local_authority": _("local authority"),
    "province": _("province"),
    "regional_authority": _("regional authority"),
    "national_authority": _("national authority"),
    "public_agency": _("public agency"),
    "consumers_users": _("consumers and users"),
    "employees": _("employees"),
    "training_education": _("training and education"),
    "financial_institution": _("financial institution"),
    "service_provider": _("service provider"),
    "association": _("association"),
    "media": _("media"),
    "local_actor": _("local or regional actor"),
}


def sentence(
    step: Explanation, *, locale: str, currency: str, names: Mapping[str, str] | None = None
) -> str:
    """Write one step in `locale`; `names` gives the categories' names by their code."""
    values = {key: _shown(key, value, locale, currency) for key, value in step.params.items()}
    if step.code == "rate":
        values["who"] = _who(step.params, locale, names or {})
    return gettext(SENTENCES[step.code], locale=locale, **values)


def sentences(
    steps: Iterable[Explanation],
    *,
    locale: str,
    currency: str,
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """Write all steps of a line, in order."""
    return [sentence(step, locale=locale, currency=currency, names=names) for step in steps]


def title(fee_item: FeeItem, year: int, locale: str) -> str:
    """Return the heading of a line, such as "Membership dues 2026"."""
    return gettext(TITLES[fee_item], locale=locale, year=year)


def _shown(key: str, value: str | int | None, locale: str, currency: str) -> str:
    if key.endswith("_cents"):
        return _money(int(value or 0), currency, locale)
    if key.endswith("_on"):
        return _day(str(value), locale)
    if key == "share":
        return share_text(Fraction(str(value)))
    return str(value)


# A dues run writes the same few amounts and days ten thousand times.
@lru_cache(maxsize=2048)
def _money(cents: int, currency: str, locale: str) -> str:
    return format_money(cents, currency, locale)


@lru_cache(maxsize=2048)
def _day(iso: str, locale: str) -> str:
    return format_date(date.fromisoformat(iso), locale)


def share_text(share: Fraction) -> str:
    """Write a share as a percentage where it is a whole one, else as a fraction: 50 %, 7/12."""
    percent = share * 100
    if percent.denominator == 1:
        return f"{percent.numerator}\u00a0%"
    return f"{share.numerator}/{share.denominator}"


def _who(params: Mapping[str, str | int | None], locale: str, names: Mapping[str, str]) -> str:
    """Name the criteria that the rate names; a rate for everybody is named by the category."""
    found = [str(params[key]) for key in ("subgroup", "size_class") if params.get(key)]
    if params.get("helix") and not params.get("subgroup"):
        found.insert(0, str(params["helix"]))
    words = [gettext(WORDS.get(code, code), locale=locale) for code in found]
    category = str(params.get("category") or "")
    if category and not words:
        words.append(names.get(category, category))
    return ", ".join(words)
