"""The hosted payment page: where the payer sees the amount and pays, or turns back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from clusterorg.adapters.fake_stripe import paying
from clusterorg.adapters.fake_stripe.cards import CARDS, card_for
from clusterorg.adapters.fake_stripe.paying import Till
from clusterorg.adapters.fake_stripe.settings import PLATFORM

blueprint = Blueprint("hosted", __name__)
BAD_NUMBER = "Your card number is incorrect. Check the digits."
BAD_METHOD = "Choose how to pay: by card or by Bancontact."


@blueprint.get("/c/pay/<session_id>")
def page(session_id: str) -> ResponseReturnValue:
    """The page as the session stands: to pay, to authenticate, paid or expired."""
    till = _till(session_id)
    if till.is_open and paying.waits_for_authentication(till):
        return _show("hosted/authenticate.html", till)
    if not till.is_open:
        return _show("hosted/ended.html", till), 200 if till.session[
            "status"
        ] == "complete" else 410
    return _show("hosted/pay.html", till, error=paying.last_error(till))


@blueprint.post("/c/pay/<session_id>")
def pay(session_id: str) -> ResponseReturnValue:
    """A try to pay."""
    till = _till(session_id)
    email = request.form.get("email") or None
    method = request.form.get("method")
    if not till.is_open:
        return _onwards(till)
    if method == "card" and "card" in till.session["payment_method_types"]:
        card = card_for(request.form.get("number", ""))
        if card is None:
            return _show("hosted/pay.html", till, error=BAD_NUMBER), 422
        paying.pay_by_card(till, card, email)
    elif method == "bancontact" and "bancontact" in till.session["payment_method_types"]:
        approved = request.form.get("answer") == "approve"
        paying.pay_by_bancontact(till, approved=approved, email=email)
    else:
        return _show("hosted/pay.html", till, error=BAD_METHOD), 422
    return _onwards(till)


@blueprint.post("/c/pay/<session_id>/authenticate")
def authenticate(session_id: str) -> ResponseReturnValue:
    """The payer's answer to the 3-D Secure question."""
    till = _till(session_id)
    paying.authenticate(till, approved=request.form.get("answer") == "approve")
    return _onwards(till)


@blueprint.after_request
def close_doors(response: Response) -> Response:
    """Nothing but our own style sheet; forms may lead on to the merchant's own pages."""
    targets = " ".join(["'self'", *g.get("merchant_origins", [])])
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {targets}"
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _till(session_id: str) -> Till:
    till = paying.till_for(current_app.config["WORLD"], session_id)
    if till is None:
        abort(404)
    return till


def _onwards(till: Till) -> ResponseReturnValue:
    if till.session["payment_status"] == "paid":
        return redirect(_success_url(till), 303)
    return redirect(url_for("hosted.page", session_id=till.session["id"]), 303)


def _success_url(till: Till) -> str:
    address: str = till.session["success_url"]
    return address.replace("{CHECKOUT_SESSION_ID}", till.session["id"])


def _show(template: str, till: Till, **more: Any) -> str:
    account = till.world.store.find(PLATFORM, "account", till.account)
    session = till.session
    addresses = [session["success_url"], session["cancel_url"]]
    g.merchant_origins = sorted({_origin(url) for url in addresses if url})
    return render_template(
        template,
        session=session,
        lines=session["_line_items"]["data"],
        merchant=account["business_profile"]["name"] if account else "Test merchant",
        cards=CARDS,
        success_url=_success_url(till),
        **more,
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def amount(cents: int, currency: str) -> str:
    """An amount for the page: `€ 605.00`."""
    sign = {"eur": "€", "usd": "$", "gbp": "£"}.get(currency, currency.upper())
    return f"{sign} {cents // 100:,}.{cents % 100:02d}"
