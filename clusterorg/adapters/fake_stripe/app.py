"""The WSGI application of a fake Stripe: API, hosted page, control."""

from __future__ import annotations

from flask import Flask

from clusterorg.adapters.fake_stripe import api, control, hosted
from clusterorg.adapters.fake_stripe.world import World


def create_app(world: World) -> Flask:
    """An application for one world; deliveries are the postman's, not the app's."""
    app = Flask(__name__)
    app.config["WORLD"] = world
    app.jinja_env.filters["amount"] = hosted.amount
    for blueprint in (api.blueprint, hosted.blueprint, control.blueprint):
        app.register_blueprint(blueprint)
    return app
