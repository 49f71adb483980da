"""What a payer does on the hosted page: the verbs behind its buttons.

Each verb takes the world's lock, checks that the session is still open and leaves objects and
events behind, so two clicks never make two payments.
"""

from __future__ import annotations

from dataclasses import dataclass

from clusterorg.adapters.fake_stripe import shapes
from clusterorg.adapters.fake_stripe.cards import DECLINES, TestCard
from clusterorg.adapters.fake_stripe.store import StripeDict
from clusterorg.adapters.fake_stripe.world import World


@dataclass(frozen=True)
class Till:
    """A Checkout session at the till: where it lives and what it is."""

    world: World
    account: str
    session: StripeDict

    @property
    def is_open(self) -> bool:
        """Whether the payer may still pay."""
        return bool(self.session["status"] == "open")


def till_for(world: World, session_id: str) -> Till | None:
    """The till of a session by the id in the page's address, expired first when overdue."""
    with world.store.lock:
        account = world.store.session_owner(session_id)
        if account is None:
            return None
        session = world.store.objects[account][session_id]
    expire_overdue(world)
    return Till(world, account, session)


def pay_by_card(till: Till, card: TestCard, email: str | None) -> None:
    """Try a card: the session ends up paid, still open with an error, or waiting for 3-D Secure."""
    with till.world.store.change():
        if not till.is_open:
            return
        intent = _intent(till)
        till.session["_email"] = email
        details = shapes.card_details(card.brand, card.last4, authenticated=False)
        if card.asks_authentication:
            intent["status"] = "requires_action"
            intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
            intent["_card"] = [card.brand, card.last4]
            till.world.publish(till.account, "payment_intent.requires_action", intent)
        elif card.decline_code is not None:
            _refuse(till, intent, details, _declined(card.decline_code))
        else:
            _settle(till, intent, details)


def authenticate(till: Till, *, approved: bool) -> None:
    """Answer the 3-D Secure question of the card tried last."""
    with till.world.store.change():
        intent = _existing_intent(till)
        if not till.is_open or intent is None or intent["status"] != "requires_action":
            return
        brand, last4 = intent.pop("_card")
        intent["next_action"] = None
        details = shapes.card_details(brand, last4, authenticated=approved)
        if approved:
            _settle(till, intent, details)
        else:
            _fail(till, intent, _NOT_AUTHENTICATED)


def pay_by_bancontact(till: Till, *, approved: bool, email: str | None) -> None:
    """Pay at the bank's own page; cancelling there leaves the session open."""
    with till.world.store.change():
        if not till.is_open:
            return
        till.session["_email"] = email
        intent = _intent(till)
        if approved:
            _settle(till, intent, shapes.bancontact_details())
        else:
            _fail(till, intent, _CANCELLED_AT_BANK)


def waits_for_authentication(till: Till) -> bool:
    """Whether the payer has a 3-D Secure question to answer."""
    intent = _existing_intent(till)
    return intent is not None and intent["status"] == "requires_action"


def last_error(till: Till) -> str | None:
    """What went wrong with the last try, in words for the payer."""
    intent = _existing_intent(till)
    error = intent and intent["last_payment_error"]
    return error["message"] if error else None


def expire_session(world: World, account: str, session: StripeDict) -> StripeDict:
    """Close an open session unpaid. Call inside `store.change()`."""
    session["status"] = "expired"
    session["url"] = None
    world.publish(account, "checkout.session.expired", session)
    return session


def expire_overdue(world: World) -> None:
    """Close every open session whose time is over."""
    with world.store.lock:
        overdue = [
            (account, session)
            for account in list(world.store.objects)
            for session in world.store.every(account, "checkout.session")
            if session["status"] == "open" and session["expires_at"] <= world.now()
        ]
        if overdue:
            with world.store.change():
                for account, session in overdue:
                    expire_session(world, account, session)


_NOT_AUTHENTICATED: StripeDict = {
    "type": "card_error",
    "code": "payment_intent_authentication_failure",
    "message": "The bank did not confirm that it is you. Try again or use another card.",
}
_CANCELLED_AT_BANK: StripeDict = {
    "type": "invalid_request_error",
    "code": "payment_intent_payment_attempt_failed",
    "message": "The payment was cancelled at the bank.",
}


def _declined(decline_code: str) -> StripeDict:
    return {
        "type": "card_error",
        "code": "card_declined",
        "decline_code": decline_code,
        "message": DECLINES[decline_code],
    }


def _existing_intent(till: Till) -> StripeDict | None:
    identifier = till.session["payment_intent"]
    if identifier is None:
        return None
    return till.world.store.find(till.account, "payment_intent", identifier)


def _intent(till: Till) -> StripeDict:
    existing = _existing_intent(till)
    if existing is not None:
        return existing
    intent = shapes.payment_intent(till.world.now(), till.session)
    till.world.store.put(till.account, intent)
    till.session["payment_intent"] = intent["id"]
    till.world.publish(till.account, "payment_intent.created", intent)
    return intent


def _settle(till: Till, intent: StripeDict, details: StripeDict) -> None:
    world, now = till.world, till.world.now()
    email = till.session.get("_email") or till.session["customer_email"]
    charge = shapes.charge(now, intent, details, email)
    booking = shapes.balance_transaction(now, charge)
    charge["balance_transaction"] = booking["id"]
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=charge["id"],
        payment_method=charge["payment_method"],
        last_payment_error=None,
        next_action=None,
    )
    till.session.update(
        status="complete",
        payment_status="paid",
        url=None,
        customer_details={"email": email, "name": None, "phone": None, "tax_exempt": "none"},
    )
    world.store.put(till.account, charge)
    world.store.put(till.account, booking)
    world.publish(till.account, "charge.succeeded", charge)
    world.publish(till.account, "payment_intent.succeeded", intent)
    world.publish(till.account, "checkout.session.completed", till.session)


def _refuse(till: Till, intent: StripeDict, details: StripeDict, error: StripeDict) -> None:
    charge = shapes.failed_charge(
        till.world.now(), intent, details, till.session["customer_email"], error
    )
    till.world.store.put(till.account, charge)
    intent["latest_charge"] = charge["id"]
    till.world.publish(till.account, "charge.failed", charge)
    _fail(till, intent, {**error, "charge": charge["id"]})


def _fail(till: Till, intent: StripeDict, error: StripeDict) -> None:
    intent["status"] = "requires_payment_method"
    intent["last_payment_error"] = error
    till.world.publish(till.account, "payment_intent.payment_failed", intent)
