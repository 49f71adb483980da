"""How a view reads and changes: the request's session, and the unit of work."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, abort, flash, g, redirect, request
from flask_babel import gettext as _
from wtforms import Field, Form

from clusterorg.kernel import idempotency
from clusterorg.kernel.errors import DomainError, StaleEdit
from clusterorg.kernel.scope import ScopedSession
from clusterorg.kernel.unit_of_work import UnitOfWork
from clusterorg.web.context import current_person, platform
from clusterorg.web.database import request_session

LONGEST_TOKEN = 64
"""Ours have 32 characters."""


def session() -> ScopedSession:
    """Return the request's session, with its cluster in scope."""
    return request_session()


@contextmanager
def unit_of_work(*, hold: bool = False) -> Iterator[UnitOfWork]:
    """Open the request's unit of work; inside an open one, join it: there is one commit.

    `hold`: the commit comes with the answer (`commit_with_answer`).
    """
    if g.get("work") is not None:
        yield g.work
        return
    _commit_held()
    work = UnitOfWork(request_session(), platform().desk, request_id=g.get("request_id"))
    g.work, work.held = work, hold
    try:
        with work:
            yield work
        if hold:
            g.held = work
    finally:
        g.work = None


def _commit_held() -> None:
    """Commit what a form before this one has written in the same request."""
    held = g.pop("held", None)
    if held is not None:
        held.finish()


@contextmanager
def attempt(form: Form, places: Mapping[str, str] | None = None) -> Iterator[UnitOfWork]:
    """Open a unit of work for a sent form; a refusal is shown at its field, nothing is written.

    All is written and checked when the block ends, and committed together with where the form led
    (decision 005): a view that fails afterwards has changed nothing.

    `places` tells which of the form's fields stands for a field of the domain. A form that was
    sent before (same once-token) is answered with the first result. What the address names, and
    no field, is not there: that is no refusal of the form but a 404.
    """
    try:
        with unit_of_work(hold=True) as work:
            _claim_once(form)
            yield work
    except DomainError as refusal:
        # The claim of the once-token was undone with everything else.
        g.pop("once", None)
        if refusal.status == 404 and _field_of(form, refusal.field or "", places or {}) is None:
            raise
        show_refusal(form, refusal, places)


def show_refusal(form: Form, refusal: DomainError, places: Mapping[str, str] | None = None) -> None:
    """Put a refusal at its field, or above the form when it belongs to none."""
    field = _field_of(form, refusal.field or "", places or {})
    message = refusal.text()
    if field is not None and getattr(field.widget, "input_type", "") != "hidden":
        field.errors = [*field.errors, message]
    else:
        form.form_errors = [*form.form_errors, message]
    form.stale = isinstance(refusal, StaleEdit)
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        form.wait = refusal.params["seconds"]


def _field_of(form: Form, path: str, places: Mapping[str, str]) -> Field | None:
    """Return the form's field for a path such as organisation.identifiers.0.value.

    The longest beginning of the path that has a place, or is a field itself, wins.
    """
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        beginning = ".".join(parts[:length])
        field = form._fields.get(places.get(beginning, beginning))
        if field is not None:
            return field
    return None


def _claim_once(form: Form) -> None:
    token = getattr(form, "once", None)
    if token is None or not token.data or request_session().cluster_id is None:
        return
    if len(token.data) > LONGEST_TOKEN:
        abort(400)
    person = current_person()
    owner = f"form:{person.id if person else 'public'}"
    asked = idempotency.fingerprint(request.path.encode(), str(token.data).encode())
    answer = idempotency.claim(request_session(), owner=owner, key=token.data, asked=asked)
    if answer is not None:
        flash(_("This form was already sent; here is its result."), "info")
        abort(redirect(answer.get("location") or request.path, 303))
    g.once = (owner, token.data)


def commit_with_answer(response: Response) -> Response:
    """Commit what the form wrote, and where it led, so that a second send leads there too."""
    held, claimed = g.pop("held", None), g.pop("once", None)
    if held is None:
        return response
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        held.session.rollback()
        return response
    if claimed is not None and response.status_code in (HTTPStatus.FOUND, HTTPStatus.SEE_OTHER):
        owner, key = claimed
        answer: dict[str, Any] = {"location": response.location}
        idempotency.store_answer(held.session, owner=owner, key=key, answer=answer)
    held.finish()
    return response


def init_app(app: Flask) -> None:
    """First to hear an answer, hence the last of all parts to join."""
    app.after_request(commit_with_answer)
