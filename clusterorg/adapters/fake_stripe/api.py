"""The gate of `/v1`: key, account, contract, idempotency, then the resource's verb."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from clusterorg.adapters.fake_stripe import forms
from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.expanding import expand
from clusterorg.adapters.fake_stripe.faults import Failure
from clusterorg.adapters.fake_stripe.idempotency import fingerprint, keep_answer, kept_answer
from clusterorg.adapters.fake_stripe.problems import StripeProblem
from clusterorg.adapters.fake_stripe.resources import (
    Route,
    accounts,
    checkout,
    customers,
    events,
    payments,
    refunds,
    webhook_endpoints,
)
from clusterorg.adapters.fake_stripe.settings import API_VERSION, PLATFORM
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id, visible
from clusterorg.adapters.fake_stripe.world import SeenRequest, World

blueprint = Blueprint("api", __name__)
RESOURCES = (accounts, checkout, customers, events, payments, refunds, webhook_endpoints)
ROUTES: list[Route] = [route for resource in RESOURCES for route in resource.ROUTES]
_MAP = Map([Rule(rule, methods=[verb], endpoint=verb_) for verb, rule, verb_ in ROUTES])


@blueprint.route("/v1/<path:_rest>", methods=["GET", "POST", "DELETE"])
def serve(_rest: str) -> Response:
    """Every API call comes through here."""
    world: World = current_app.config["WORLD"]
    raw = request.get_data(as_text=True) if request.method == "POST" else _query()
    world.requests.append(
        SeenRequest(request.method, request.path, raw, {k.lower(): v for k, v in request.headers})
    )
    try:
        status, body, replayed = _answer(world, raw)
    except StripeProblem as problem:
        status, body, replayed = problem.status, problem.body(), False
    return _response(status, body, replayed=replayed)


def _query() -> str:
    return request.query_string.decode()


def _response(status: int, body: StripeDict, *, replayed: bool) -> Response:
    answer = Response(json.dumps(body), status, content_type="application/json")
    answer.headers["Request-Id"] = fresh_id("req", 8)
    answer.headers["Stripe-Version"] = API_VERSION
    if replayed:
        answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _answer(world: World, raw: str) -> tuple[int, StripeDict, bool]:
    _check_key(world)
    account = _account(world)
    _check_contract(world, raw)
    _strike(world.faults.failure_for(request.path, "before"))
    with world.store.change():
        return _effect(world, account, raw)


def _effect(world: World, account: str, raw: str) -> tuple[int, StripeDict, bool]:
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    print_of_call = fingerprint(request.method, request.path, raw)
    if key is not None:
        kept = kept_answer(world.store, account, key, print_of_call)
        if kept is not None:
            return kept["status"], kept["body"], True
    body = _run(world, account, raw)
    lost = world.faults.failure_for(request.path, "after")
    if key is not None:
        status, remembered = 200, body
        if lost is not None and lost.remembered:
            status, remembered = lost.status, _failed(lost).body()
        keep_answer(world.store, account, key, print_of_call, status, remembered)
    _strike(lost)
    return 200, body, False


def _run(world: World, account: str, raw: str) -> StripeDict:
    params = forms.decode(raw)
    wanted = params.pop("expand", [])
    try:
        verb, ids = _MAP.bind("").match(request.path, request.method)
    except HTTPException:
        raise StripeProblem(
            f"Unrecognized request URL ({request.method}: {request.path}).", status=404
        ) from None
    base_url = world.settings.public_url or request.host_url.rstrip("/")
    answer = verb(Call(world, account, request.path, params, base_url), **ids)
    answer = visible(expand(world.store, account, answer, wanted))
    before = len(world.violations)
    world.check_answer(answer)
    if len(world.violations) > before:
        raise StripeProblem(world.violations[-1], status=500, type="api_error")
    return dict(answer)


def _check_key(world: World) -> None:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    expected = world.settings.secret_key
    known = key == expected if expected else key.startswith(("sk_test_", "rk_test_"))
    if scheme != "Bearer" or not known:
        raise StripeProblem(f"Invalid API Key provided: {key[:8]}***", status=401)


def _account(world: World) -> str:
    account = request.headers.get("Stripe-Account", PLATFORM)
    if not world.knows_account(account):
        raise StripeProblem(
            f"The provided key does not have access to account '{account}' (or that account does "
            "not exist). Application access may have been revoked.",
            status=403,
            code="account_invalid",
        )
    return account


def _check_contract(world: World, raw: str) -> None:
    version = request.headers.get("Stripe-Version", API_VERSION)
    if version != API_VERSION:
        raise StripeProblem(f"Invalid Stripe API version: {version}.")
    check: Any = world.settings.check_request
    complaints = check(request.method, request.path, raw) if check else []
    if complaints and complaints[0].startswith("Unrecognized request URL"):
        raise StripeProblem(complaints[0], status=404)
    if complaints:
        raise StripeProblem(complaints[0], code="parameter_unknown")


def _failed(failure: Failure) -> StripeProblem:
    return StripeProblem("An unknown error occurred.", status=failure.status, type="api_error")


def _strike(failure: Failure | None) -> None:
    if failure is not None:
        raise _failed(failure)
