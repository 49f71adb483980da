"""The form of a dues scheme: a grid helix × size class, rows for special rates, the policies."""

from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Blank

from clusterorg.domains.membership.vocabulary import (
    LateJoin,
    ProRata,
    RateData,
    SchemeData,
    ShareStep,
    StartPolicy,
)
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS, Helix, SizeClass, SubGroup
from clusterorg.web.fields import DayField, LineField, MoneyField, PercentField
from clusterorg.web.forms import BaseForm
from clusterorg.web.words import HELIX, LATE_JOIN, PRO_RATA, SIZE, START_POLICY, by_helix, options

ANY = "any"
ROWS = (ANY, *(helix.value for helix in Helix))
COLUMNS = (ANY, *(size.value for size in SizeClass))
NUMBER = _l("Give a whole number.")


def cell_name(helix: str | None, size: str | None) -> str:
    """Return the name of a grid cell's field."""
    return f"cell_{helix or ANY}_{size or ANY}"


def months() -> list[tuple[int, str]]:
    """Return the months by name, in the reader's language."""
    from babel.dates import get_month_names

    from clusterorg.kernel.i18n import current_locale

    names = get_month_names("wide", "stand-alone", current_locale())
    return [(number, str(names[number]).capitalize()) for number in range(1, 13)]


class SpecialRate(Form):
    """A rate for one sub-group or one category; empty amounts are not stored."""

    helix = SelectField(_l("Helix"), default="", choices=lambda: [("", _("Any")), *options(HELIX)])
    subgroup = SelectField(
        _l("Sub-group"), default="", choices=lambda: [("", _("Any")), *by_helix()]
    )
    size_class = SelectField(
        _l("Size"), default="", choices=lambda: [("", _("Any")), *options(SIZE)]
    )
    category = SelectField(_l("Category"), default="", validate_choice=False)
    cents = MoneyField(_l("Yearly dues"))


class Step(Form):
    """From a day of the year on, joiners pay a share."""

    day = IntegerField(_l("Day"), [Blank(), NumberRange(1, 31, NUMBER)])
    month = SelectField(_l("Month"), coerce=int, default=1, choices=months)
    share = PercentField(_l("Share to pay, in per cent"))


class SchemeForm(BaseForm):
    """One version of the dues scheme."""

    valid_from = DayField(
        _l("Holds from"), [InputRequired(_l("Choose the day from which these dues hold."))]
    )
    note = LineField(_l("Note"), [Length(max=500)])
    special = FieldList(FormField(SpecialRate))
    entry_fee_cents = MoneyField(_l("Entry fee"))
    rejoin_pays_entry_fee = BooleanField(_l("Who comes back pays it again"))
    startup_years = IntegerField(
        _l("Years a start-up pays less"), [Blank(), NumberRange(0, 20, NUMBER)]
    )
    startup_basis_points = PercentField(_l("Share a start-up pays, in per cent"))
    pro_rata = RadioField(
        _l("What does joining during the year cost?"), choices=lambda: options(PRO_RATA)
    )
    steps = FieldList(FormField(Step))
    late_join = RadioField(_l("And joining late in the year?"), choices=lambda: options(LATE_JOIN))
    late_join_month = SelectField(
        _l("Late is after the month of"), choices=lambda: [("", "–"), *months()[:11]]
    )
    first_month = SelectField(_l("The membership year begins in"), coerce=int, choices=months)
    reference_day = IntegerField(_l("Day"), [InputRequired(NUMBER), NumberRange(1, 31, NUMBER)])
    reference_month = SelectField(_l("Month"), coerce=int, choices=months)
    payment_days = IntegerField(
        _l("Days to pay"), [InputRequired(NUMBER), NumberRange(0, 366, NUMBER)]
    )
    start_policy = RadioField(
        _l("When does a new membership count?"), choices=lambda: options(START_POLICY)
    )
    settle_days = IntegerField(
        _l("An unpaid term lapses after so many days"), [Blank(), NumberRange(1, 732, NUMBER)]
    )
    dues_product = StringField(_l("Product for the dues"), [InputRequired(), Length(max=40)])
    entry_fee_product = StringField(
        _l("Product for the entry fee"), [InputRequired(), Length(max=40)]
    )

    def offer(self, categories: list[tuple[str, str]], *, more: bool = False) -> None:
        """Fill the choices and give blank rows to write in; `more` adds another three."""
        blank = sum(1 for row in self.special if row.form.cents.data is None)
        for _row in range(max(0, 2 - blank) + (3 if more else 0)):
            self.special.append_entry()
        while len(self.steps) < 3:
            self.steps.append_entry()
        for row in self.special:
            row.form.category.choices = [("", _("Any")), *categories]
        for helix in ROWS:
            for size in COLUMNS:
                self[
                    cell_name(helix, size)
                ].label.text = (
                    f"{HELIX.get(helix) or _('Everybody')}, {SIZE.get(size) or _('Whatever size')}"
                )

    def data_in(self) -> SchemeData:
        """Return what was typed as the action takes it."""
        late = LateJoin(self.late_join.data)
        return SchemeData(
            valid_from=self.valid_from.data,
            note=self.note.data,
            rates=(*self._grid_rates(), *self._special_rates()),
            first_month=self.first_month.data,
            entry_fee_cents=self.entry_fee_cents.data or 0,
            rejoin_pays_entry_fee=self.rejoin_pays_entry_fee.data,
            startup_years=self.startup_years.data or 0,
            startup_basis_points=_or(self.startup_basis_points.data, 10_000),
            pro_rata=ProRata(self.pro_rata.data),
            steps=tuple(self._steps()),
            late_join=late,
            late_join_month=int(self.late_join_month.data) if self.late_join_month.data else None,
            reference_month=self.reference_month.data,
            reference_day=self.reference_day.data,
            dues_product=self.dues_product.data,
            entry_fee_product=self.entry_fee_product.data,
            payment_days=self.payment_days.data,
            start_policy=StartPolicy(self.start_policy.data),
            settle_days=self.settle_days.data,
        )

    def _grid_rates(self) -> list[RateData]:
        rates = []
        for helix in ROWS:
            for size in COLUMNS:
                cents = self[cell_name(helix, size)].data
                if cents is not None:
                    rates.append(
                        RateData(
                            cents=cents,
                            helix=Helix(helix) if helix != ANY else None,
                            size_class=SizeClass(size) if size != ANY else None,
                        )
                    )
        return rates

    def _special_rates(self) -> list[RateData]:
        return [
            RateData(
                cents=row.cents.data,
                helix=_helix(row),
                subgroup=SubGroup(row.subgroup.data) if row.subgroup.data else None,
                size_class=SizeClass(row.size_class.data) if row.size_class.data else None,
                category=row.category.data or None,
            )
            for row in (entry.form for entry in self.special)
            if row.cents.data is not None
        ]

    def _steps(self) -> list[ShareStep]:
        if self.pro_rata.data != ProRata.STEPS:
            return []
        rows = (entry.form for entry in self.steps)
        return [
            ShareStep(row.month.data, row.day.data, Fraction(row.share.data, 10_000))
            for row in rows
            if row.day.data and row.share.data is not None
        ]


for _helix_code in ROWS:
    for _size_code in COLUMNS:
        setattr(SchemeForm, cell_name(_helix_code, _size_code), MoneyField())


def _helix(row: Any) -> Helix | None:
    """A sub-group belongs to one helix, so nobody has to choose it as well."""
    if row.helix.data:
        return Helix(row.helix.data)
    if not row.subgroup.data:
        return None
    return next(helix for helix, groups in SUB_GROUPS.items() if row.subgroup.data in groups)


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def shown(scheme: Any, rates: Any, codes: dict[Any, str]) -> dict[str, Any]:
    """Return a stored version as the form takes it; `codes` gives a category's code by id."""
    names = (
        "valid_from note entry_fee_cents rejoin_pays_entry_fee startup_years startup_basis_points"
        " pro_rata late_join first_month reference_day reference_month payment_days start_policy"
        " settle_days dues_product entry_fee_product"
    )
    values: dict[str, Any] = {name: getattr(scheme, name) for name in names.split()}
    values["late_join_month"] = str(scheme.late_join_month or "")
    values["steps"] = [
        {**step, "share": int(Fraction(step["share"]) * 10_000)} for step in scheme.steps
    ]
    values["special"] = []
    for rate in rates:
        if rate.subgroup is None and rate.category_id is None:
            values[cell_name(rate.helix, rate.size_class)] = rate.cents
        else:
            values["special"].append(
                {
                    "helix": rate.helix or "",
                    "subgroup": rate.subgroup or "",
                    "size_class": rate.size_class or "",
                    "category": codes.get(rate.category_id, ""),
                    "cents": rate.cents,
                }
            )
    return values
