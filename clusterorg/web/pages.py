"""Rendering: the page helper, and what every template may call."""

from typing import Any
from uuid import uuid4

from flask import Flask, g, render_template
from flask_babel import get_locale
from flask_bootstrap import Bootstrap5
from flask_wtf.csrf import CSRFProtect

from clusterorg.web import context
from clusterorg.web.admin.rail_counts import rail_counts
from clusterorg.web.guard import Audience, declare
from clusterorg.web.looks import init_looks
from clusterorg.web.switcher import my_clusters

bootstrap = Bootstrap5()
csrf = CSRFProtect()


def page(template: str, **values: Any) -> Any:
    """Render a page; a form with errors answers 422 so that programs and tests can tell.

    One that was throttled answers 429 and says when to come back.
    """
    form = values.get("form")
    body = render_template(template, **values)
    if form is not None and getattr(form, "wait", None):
        return body, 429, {"Retry-After": str(form.wait)}
    wrong = form is not None and (form.errors or form.form_errors)
    return body, 422 if wrong else 200


def init_app(app: Flask) -> None:
    """Join Bootstrap, CSRF and our looks."""
    bootstrap.init_app(app)
    csrf.init_app(app)
    declare(app, "bootstrap.static", Audience.PUBLIC)
    init_looks(app)
    app.jinja_env.globals.update(
        current_cluster=lambda: g.get("cluster"),
        current_person=context.current_person,
        can=context.can,
        my_clusters=my_clusters,
        rail_counts=rail_counts,
        demo=app.extensions["settings"].demo,
        get_locale=get_locale,
        once_token=lambda: uuid4().hex,
        request_id=lambda: g.get("request_id"),
    )
