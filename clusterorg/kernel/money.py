"""Money is a whole number of cents; `Decimal` appears only while VAT or pro rata is worked out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel.core import Locale
from babel.numbers import format_currency, parse_pattern


def round_half_up(amount: Decimal | Fraction) -> int:
    """Round an exact amount in cents to whole cents, halves away from zero.

    The commercial rule of EN 16931 (and of the Belgian Royal Decree of 2025-07-08: once per rate).
    """
    if isinstance(amount, Fraction):
        doubled = abs(amount) * 2
        cents = (doubled.numerator // doubled.denominator + 1) // 2
        return -cents if amount < 0 else cents
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def split(cents: int, weights: Sequence[int]) -> list[int]:
    """Split `cents` by `weights` so that the parts add up exactly (largest remainder method).

    Raises ValueError when there are no weights, one is negative or all are zero.
    """
    total = sum(weights)
    if not weights or total <= 0 or min(weights) < 0:
        raise ValueError("Weights must be zero or more and not all zero.")
    sign, amount = (-1, -cents) if cents < 0 else (1, cents)
    parts = [amount * weight // total for weight in weights]
    remainders = [amount * weight % total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]


def format_money(cents: int, currency: str = "EUR", locale: str = "en") -> str:
    """Write an amount of cents as the locale does, for example 1.200,00 € in Dutch."""
    return format_currency(Decimal(cents) / 100, currency, locale=locale)


def format_round_money(cents: int, currency: str = "EUR", locale: str = "en") -> str:
    """Write an amount without its cents, the sign where the locale puts it: € 1.200 in Dutch."""
    standard = Locale.parse(locale).currency_formats["standard"].pattern
    whole = parse_pattern(standard.replace(".00", ""))
    amount = round_half_up(Decimal(cents) / 100)
    return format_currency(amount, currency, whole, locale, currency_digits=False)


def sign_comes_first(locale: str) -> bool:
    """Whether the locale puts the currency's sign before the amount, as English and Dutch do."""
    return Locale.parse(locale).currency_formats["standard"].pattern.startswith("¤")
