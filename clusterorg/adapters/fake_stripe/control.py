"""`/_control`: how tests and the demo make the fake misbehave, and see what it did."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from clusterorg.adapters.fake_stripe.faults import Failure
from clusterorg.adapters.fake_stripe.paying import expire_overdue
from clusterorg.adapters.fake_stripe.world import World

blueprint = Blueprint("control", __name__, url_prefix="/_control")


def _world() -> World:
    world: World = current_app.config["WORLD"]
    return world


def _asked() -> dict[str, Any]:
    return request.get_json(silent=True) or {}


@blueprint.get("/state")
def state() -> ResponseReturnValue:
    """Faults in force, clock, deliveries and broken contracts."""
    world = _world()
    faults = world.faults
    return jsonify(
        now=world.now(),
        holding=faults.holding,
        duplicate=faults.duplicate,
        drop=faults.drop,
        failures=[vars(failure) for failure in faults.failures],
        deliveries=world.store.deliveries,
        violations=world.violations,
    )


@blueprint.put("/accounts/<identifier>")
def account(identifier: str) -> ResponseReturnValue:
    """Make sure that a connected account with this id exists. Body: `name`."""
    return jsonify(_world().ensure_account(identifier, _asked().get("name", identifier)))


@blueprint.post("/webhooks")
def webhooks() -> ResponseReturnValue:
    """How to deliver from now on.

    Body, all optional: `duplicate` and `drop` (number of next events), `hold` (true/false),
    `bad_signature` (true/false), `signature_age` (seconds; negative lies in the future).
    """
    faults, asked = _world().faults, _asked()
    faults.duplicate = int(asked.get("duplicate", faults.duplicate))
    faults.drop = int(asked.get("drop", faults.drop))
    faults.holding = bool(asked.get("hold", faults.holding))
    faults.bad_signature = bool(asked.get("bad_signature", faults.bad_signature))
    faults.signature_age = int(asked.get("signature_age", faults.signature_age))
    return state()


@blueprint.post("/webhooks/release")
def release() -> ResponseReturnValue:
    """Let held deliveries go. Body: `order` = "reversed" sends the last one first."""
    world = _world()
    if _asked().get("order") == "reversed":
        world.postman.reverse_queue()
    world.faults.holding = False
    world.postman.wake()
    return state()


@blueprint.post("/events/<event_id>/resend")
def resend(event_id: str) -> ResponseReturnValue:
    """Deliver a known event again."""
    return jsonify(queued=_world().postman.resend(event_id))


@blueprint.post("/failures")
def fail() -> ResponseReturnValue:
    """Make API calls fail. Body: `path`, and `status`, `when`, `remembered`, `times`."""
    asked = _asked()
    failure = Failure(
        path=asked["path"],
        status=int(asked.get("status", 500)),
        when=asked.get("when", "after"),
        remembered=bool(asked.get("remembered", False)),
        times=int(asked.get("times", 1)),
    )
    _world().faults.failures.append(failure)
    return state()


@blueprint.post("/clock")
def clock() -> ResponseReturnValue:
    """Move the clock. Body: `advance` in seconds. Sessions whose time is over expire."""
    world = _world()
    with world.store.change():
        world.store.clock_offset += int(_asked()["advance"])
    expire_overdue(world)
    return state()


@blueprint.post("/reset")
def reset() -> ResponseReturnValue:
    """Switch all faults off; what happened stays."""
    _world().faults.clear()
    return state()
