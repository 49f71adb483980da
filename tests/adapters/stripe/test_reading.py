"""From Stripe's two states, page and payment, to the one that billing knows."""

import pytest

from clusterorg.adapters.stripe.reading import checkout_state, standing
from clusterorg.domains.billing.ports import CheckoutStanding


@pytest.mark.parametrize(
    ("page", "paid", "payment", "expected"),
    [
        ("open", "unpaid", None, CheckoutStanding.OPEN),
        ("open", "unpaid", "requires_payment_method", CheckoutStanding.OPEN),
        ("open", "unpaid", "requires_action", CheckoutStanding.OPEN),
        ("expired", "unpaid", None, CheckoutStanding.EXPIRED),
        ("complete", "unpaid", "processing", CheckoutStanding.AWAITING_FUNDS),
        ("complete", "unpaid", "requires_payment_method", CheckoutStanding.FAILED),
        ("complete", "unpaid", "canceled", CheckoutStanding.FAILED),
        ("complete", "paid", "succeeded", CheckoutStanding.SUCCEEDED),
        ("complete", "unpaid", "succeeded", CheckoutStanding.SUCCEEDED),
    ],
)
def test_page_and_payment_together_say_where_it_stands(page, paid, payment, expected):
    intent = payment and {"status": payment}

    assert standing({"status": page, "payment_status": paid}, intent) is expected


def test_what_was_captured_counts_when_it_differs_from_what_was_asked():
    charge = {"id": "ch_1", "amount_captured": 400, "created": 1, "payment_method_details": None}
    session = {
        "id": "cs_1",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 500,
        "currency": "eur",
        "metadata": None,
        "payment_intent": {"id": "pi_1", "status": "succeeded", "latest_charge": charge},
    }

    state = checkout_state("acct_1", session)

    assert state.amount_cents == 400
    assert state.attempt_id is None
    assert state.method is None
