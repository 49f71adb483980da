"""The objects a payment leaves behind, as Stripe shapes them."""

from __future__ import annotations

from typing import Any

from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id

DAY = 86_400
FEES = {"card": (150, 25), "bancontact": (0, 35)}  # basis points and fixed cents, as published


def payment_intent(now: int, session: StripeDict) -> StripeDict:
    """The PaymentIntent of a Checkout session, with the metadata asked for."""
    identifier = fresh_id("pi")
    return {
        "id": identifier,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{fresh_id('x', 8)[2:]}",
        "confirmation_method": "automatic",
        "created": now,
        "currency": session["currency"],
        "customer": session["customer"],
        "description": session["_intent_description"],
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": dict(session["_intent_metadata"]),
        "next_action": None,
        "payment_method": None,
        "payment_method_types": list(session["payment_method_types"]),
        "receipt_email": session["_intent_receipt_email"],
        "status": "requires_payment_method",
    }


def charge(now: int, intent: StripeDict, method: StripeDict, email: str | None) -> StripeDict:
    """A charge that succeeded; `method` is the `payment_method_details`."""
    return {
        "id": fresh_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": {"address": None, "email": email, "name": None, "phone": None},
        "captured": True,
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": {"type": "authorized", "network_status": "approved_by_network"},
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": fresh_id("pm"),
        "payment_method_details": method,
        "receipt_email": intent["receipt_email"],
        "refunded": False,
        "status": "succeeded",
    }


def failed_charge(
    now: int, intent: StripeDict, method: StripeDict, email: str | None, error: StripeDict
) -> StripeDict:
    """A charge that the bank refused."""
    made = charge(now, intent, method, email)
    made.update(
        amount_captured=0,
        captured=False,
        failure_code=error["code"],
        failure_message=error["message"],
        outcome={"type": "issuer_declined", "network_status": "declined_by_network"},
        paid=False,
        status="failed",
    )
    return made


def balance_transaction(now: int, paid: StripeDict) -> StripeDict:
    """What a charge does to the balance: gross, fee and net in cents."""
    kind = paid["payment_method_details"]["type"]
    points, fixed = FEES[kind]
    fee = (paid["amount"] * points + 5_000) // 10_000 + fixed
    return {
        "id": fresh_id("txn"),
        "object": "balance_transaction",
        "amount": paid["amount"],
        "available_on": now + 3 * DAY,
        "balance_type": "payments",
        "created": now,
        "currency": paid["currency"],
        "description": paid["description"],
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [
            {
                "amount": fee,
                "application": None,
                "currency": paid["currency"],
                "description": "Stripe processing fees",
                "type": "stripe_fee",
            }
        ],
        "net": paid["amount"] - fee,
        "reporting_category": "charge",
        "source": paid["id"],
        "status": "pending",
        "type": "charge",
    }


def card_details(brand: str, last4: str, *, authenticated: bool) -> StripeDict:
    """`payment_method_details` of a card."""
    secure: Any = None
    if authenticated:
        secure = {"authentication_flow": "challenge", "result": "authenticated", "version": "2.2.0"}
    return {
        "type": "card",
        "card": {
            "brand": brand,
            "country": "BE",
            "exp_month": 12,
            "exp_year": 2034,
            "funding": "credit",
            "last4": last4,
            "network": brand,
            "three_d_secure": secure,
            "wallet": None,
        },
    }


def bancontact_details() -> StripeDict:
    """`payment_method_details` of Bancontact."""
    return {
        "type": "bancontact",
        "bancontact": {"bank_code": "GEBA", "bank_name": "Test bank", "iban_last4": "7034"},
    }
