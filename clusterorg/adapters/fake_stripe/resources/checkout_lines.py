"""The lines of a Checkout session: what is paid for, made from `price_data`."""

from __future__ import annotations

from typing import Any

from clusterorg.adapters.fake_stripe.forms import integer, required
from clusterorg.adapters.fake_stripe.problems import StripeProblem, invalid
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id

MIN_CENTS = 50
MAX_CENTS = 99_999_999
CURRENCIES = {"eur", "usd", "gbp", "chf"}


def build_lines(now: int, given: Any) -> list[StripeDict]:
    """Line items from the request; refuses none, several currencies, or a total out of bounds."""
    if not isinstance(given, list) or not given:
        raise invalid("Missing required param: line_items.", "line_items", "parameter_missing")
    lines = [_line(now, position, item) for position, item in enumerate(given)]
    if len({line["currency"] for line in lines}) > 1:
        raise invalid(
            "All line items must have the same currency.", "line_items", "invalid_currency"
        )
    total = sum(line["amount_total"] for line in lines)
    if total < MIN_CENTS:
        raise StripeProblem(
            "The Checkout Session's total amount must be at least 0.50.", code="amount_too_small"
        )
    if total > MAX_CENTS:
        raise StripeProblem("The total amount is too large.", code="amount_too_large")
    return lines


def _line(now: int, position: int, item: dict[str, Any]) -> StripeDict:
    data = required(item, "price_data")
    where = f"line_items[{position}]"
    currency = required(data, "currency").lower()
    if currency not in CURRENCIES:
        raise invalid(f"Invalid currency: {currency}.", f"{where}[price_data][currency]")
    unit, quantity = integer(data, "unit_amount"), integer(item, "quantity", 1)
    if unit < 0 or quantity < 1:
        raise invalid("Amounts and quantities are positive.", where, "parameter_invalid_integer")
    return {
        "id": fresh_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": unit * quantity,
        "amount_tax": 0,
        "amount_total": unit * quantity,
        "currency": currency,
        "description": required(required(data, "product_data"), "name"),
        "price": _price(now, currency, unit),
        "quantity": quantity,
    }


def _price(now: int, currency: str, unit: int) -> StripeDict:
    return {
        "id": fresh_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "product": fresh_id("prod"),
        "type": "one_time",
        "unit_amount": unit,
        "unit_amount_decimal": str(unit),
    }
