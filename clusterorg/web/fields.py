"""Form fields of our own: amounts in cents, texts per language, ids, shares in per cent."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any
from unicodedata import normalize
from uuid import UUID

from babel import Locale
from babel.numbers import format_decimal
from flask_babel import gettext as _
from wtforms import DateField, Field, SelectField, StringField
from wtforms.widgets import TextInput

from clusterorg.domains.organisations.vocabulary import COUNTRIES
from clusterorg.kernel.days import EARLIEST, LATEST, DayOutOfReach, check_day
from clusterorg.kernel.i18n import current_locale

_NOISE = re.compile(r"[\s\u00a0\u202f€']")
_DECIMALS = re.compile(r"^(?P<whole>[\d.,]*?)(?:(?P<mark>[.,])(?P<part>\d{1,2}))?$")


def read_cents(text: str) -> int:
    """Return the cents of an amount as people type it: 1200 · 1.200,50 · 1,200.50 · € 12,5.

    Raises ValueError. A separator with three digits behind it groups thousands.
    """
    plain = _NOISE.sub("", text).removesuffix(",-").removesuffix(",--")
    sign = -1 if plain.startswith("-") else 1
    found = _DECIMALS.fullmatch(plain.lstrip("-"))
    if not found:
        raise ValueError(text)
    whole = found["whole"]
    groups = re.split(r"[.,]", whole)
    if found["mark"] and found["mark"] in whole:
        raise ValueError(text)
    if len(groups) > 1 and (not groups[0] or any(len(group) != 3 for group in groups[1:])):
        raise ValueError(text)
    digits = "".join(groups)
    if not digits and not found["part"]:
        raise ValueError(text)
    return sign * (int(digits or 0) * 100 + int((found["part"] or "0").ljust(2, "0")))


def write_cents(cents: int) -> str:
    """Write cents for an input, in the reader's manner: 1.200,50 in Dutch."""
    pattern = "#,##0.00" if cents % 100 else "#,##0"
    return format_decimal(Decimal(cents) / 100, format=pattern, locale=current_locale())


class MoneyField(Field):
    """An amount; `data` is whole cents, None when left empty."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else write_cents(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; it stays as typed when it is no amount."""
        if not valuelist:
            return
        self.typed = valuelist[0]
        self.data = None
        if not self.typed.strip():
            return
        try:
            self.data = read_cents(self.typed)
        except ValueError:
            raise ValueError(_("Write an amount in euro, such as 1200 or 1200,50.")) from None


class DayField(DateField):
    """A day in a year that can be meant (see `kernel.days`); the browser's picker knows it too."""

    data: Any

    def __init__(
        self, label: Any = None, validators: Any = None, *, first: date = EARLIEST, **more: Any
    ) -> None:
        super().__init__(label, validators, **more)
        self.first = first
        bounds = {"min": first.isoformat(), "max": LATEST.isoformat()}
        self.render_kw = {**bounds, **(more.get("render_kw") or {})}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day; it stays as typed when it is none."""
        super().process_formdata(valuelist)
        if self.data is None:
            return
        try:
            check_day(self.data, first=self.first)
        except DayOutOfReach as refusal:
            self.data = None
            raise ValueError(refusal.text()) from None


class PercentField(Field):
    """A share in per cent; `data` is basis points (2100 = 21 %), None when left empty."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        if self.data is None:
            return ""
        return format_decimal(Decimal(self.data) / 100, format="0.##", locale=current_locale())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a percentage such as 21 or 5,5."""
        if not valuelist:
            return
        self.typed, self.data = valuelist[0], None
        plain = self.typed.replace("%", "").replace(",", ".").strip()
        if not plain:
            return
        try:
            points = Decimal(plain) * 100
            if points != points.to_integral_value() or not 0 <= points <= 10_000:
                raise ValueError
        except (InvalidOperation, ValueError):
            raise ValueError(_("Write a percentage from 0 to 100, such as 21.")) from None
        self.data = int(points)


class TextsField(Field):
    """One text per language: inputs `name-en`, `name-nl` …; `data` is a dict without empty texts.

    `languages` is a function, asked when the form is made: the cluster's languages.
    """

    def __init__(
        self, label: Any = None, *, languages: Callable[[], Sequence[str]], **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.languages = list(languages())
        self.data: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the stored texts, then what was typed in each language."""
        self.process_errors: list[str] = []
        self.data = dict(data) if isinstance(data, dict) else {}
        self.object_data = dict(self.data)
        if formdata is None or not any(
            f"{self.name}-{code}" in formdata for code in self.languages
        ):
            return
        for code in self.languages:
            typed = (formdata.get(f"{self.name}-{code}") or "").strip()
            self.data.pop(code, None)
            if typed:
                self.data[code] = typed


class UuidField(SelectField):
    """A choice among rows; `data` is an id or None."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(label, validators, coerce=_uuid_or_none, **more)


def _uuid_or_none(value: Any) -> UUID | None:
    if value in (None, "", "None"):
        return None
    return value if isinstance(value, UUID) else UUID(str(value))


class CountryField(SelectField):
    """A choice among all countries, by their names in the reader's language; `data` is the code."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        super().__init__(
            label, validators, choices=lambda: _countries(current_locale()), default="BE", **more
        )


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    return sorted(((code, names[code]) for code in COUNTRIES), key=lambda each: _folded(each[1]))


def _folded(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


class LineField(StringField):
    """One line of text, without space at its ends; None when there is nothing in it."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the text, or None."""
        if valuelist:
            self.data = valuelist[0].strip() or None
