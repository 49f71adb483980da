# ruff: noqa: SIM905 - long word lists read best as running text
"""Reading numbers, dates and yes/no as people type them in four languages."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

_YES = frozenset("yes y true 1 x ja j oui o wahr vrai waar".split())
_NO = frozenset("no n false 0 nee nein non falsch faux onwaar -".split())
_DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d")


def read_number(text: str) -> Decimal:
    """Return the number in `text`; raises ValueError.

    The last of dot and comma is the decimal sign. A single sign followed by exactly three digits
    separates thousands (“1.250” staff are 1250), unless the number starts with 0.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’€]", "", text)
    if not re.fullmatch(r"[+-]?\d[\d.,]*", plain):
        raise ValueError(text)
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and dot >= 0:
        thousands, decimal = (".", ",") if comma > dot else (",", ".")
    elif comma >= 0 or dot >= 0:
        sign = "," if comma >= 0 else "."
        grouped = re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{sign}\d{{3}})+", plain)
        thousands, decimal = (sign, "") if grouped else ("", sign)
    else:
        thousands = decimal = ""
    plain = plain.replace(thousands, "") if thousands else plain
    try:
        return Decimal(plain.replace(decimal, ".") if decimal else plain)
    except InvalidOperation:
        raise ValueError(text) from None


def read_hundredths(text: str) -> int:
    """Return the number times 100, rounded half up: cents of an amount, hundredths of an AWU."""
    return int((read_number(text) * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def read_date(text: str) -> date:
    """Return the day in `text`: ISO, or day first with slash, dot or dash; raises ValueError."""
    plain = text.strip()
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ].*", plain):
        plain = plain[:10]
    if re.fullmatch(r"(19|20)\d{2}", plain):
        return date(int(plain), 1, 1)
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)


def read_yes_no(text: str) -> bool:
    """Return True for yes, ja, oui, x, 1; False for no, nee, nein, non, 0; raises ValueError."""
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(text)
