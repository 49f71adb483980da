"""What a view takes and gives, said in one place: the code follows it and the document shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, current_app
from flask_smorest import Blueprint
from marshmallow import Schema

from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Input
from clusterorg.web.api.mechanics import editing, once
from clusterorg.web.api.mechanics.examples import example_of
from clusterorg.web.api.mechanics.paging import LINK, links, page_of
from clusterorg.web.api.mechanics.reading import StrictParser
from clusterorg.web.api.mechanics.rows import RowWriter

View = Callable[..., Any]
FILES = {"schema": {"type": "string", "format": "binary"}}


class ApiBlueprint(Blueprint):
    """flask-smorest's blueprint with our strict parser."""

    ARGUMENTS_PARSER = StrictParser()
    DEFAULT_LOCATION_CONTENT_TYPE_MAPPING = {
        **Blueprint.DEFAULT_LOCATION_CONTENT_TYPE_MAPPING,
        "multipart": "multipart/form-data",
    }


_shape = ApiBlueprint("contract", __name__)  # only its decorators are used; they keep no state


@dataclass(frozen=True, slots=True)
class Contract:
    """What a view asks beside its permission; `describing` turns it into the document."""

    takes: type[Schema] | None = None
    asks: type[Schema] | None = None
    edits: bool = False
    once: str | None = None
    writes: bool = False
    uploads: bool = False
    more: tuple[int, ...] = ()


def reads(gives: type[Schema], *, asks: type[Schema] | None = None, etag: bool = False) -> Any:
    """Declare a view that answers one thing; `etag` shows its version for a later edit."""

    def declare(view: View) -> View:
        return _seal(_answering(view, gives(), 200, etag=etag), Contract(asks=asks))

    return declare


def lists(row: type[Schema], *, asks: type[Schema] | None = None) -> Any:
    """Declare a view that answers a page of rows, or all of them in one when it asks nothing.

    `asks` is a `Paged` where there may be more than a page.
    """
    rows, page = RowWriter(row()), page_of(row)()
    example = {"items": [example_of(row)], "next": None, "previous": None}

    def declare(view: View) -> View:
        @wraps(view)
        def listing(*args: Any, **kwargs: Any) -> Response:
            found = view(*args, **kwargs)
            found = found if isinstance(found, Page) else Page(found, None, None)
            body = {"items": rows.write(found.rows), "next": found.next, "previous": found.previous}
            return json_response(body, headers=links(found))

        described = _shape.response(200, page, headers=LINK, example=example)(listing)
        return _seal(described, Contract(asks=asks))

    return declare


def writes(
    gives: type[Schema] | None,
    *,
    takes: type[Schema] | None = None,
    asks: type[Schema] | None = None,
    status: int = 200,
    etag: bool = False,
    edits: bool = False,
    once: str | None = None,
    more: tuple[int, ...] = (),
) -> Any:
    """Declare a view that changes something.

    `edits`: it needs If-Match and gets `version`, the one the client saw. `once`: it heeds an
    Idempotency-Key, "optional" or "required" (where money moves). `more`: further refusals.
    """
    contract = Contract(takes, asks, edits, once, writes=True, more=more)

    def declare(view: View) -> View:
        answer = gives() if gives else None
        return _seal(_answering(view, answer, status if gives else 204, etag=etag), contract)

    return declare


def files(*content_types: str, asks: type[Schema] | None = None) -> Any:
    """Declare a view that answers a file: it returns a Response of one of these types."""

    def declare(view: View) -> View:
        described = view
        for content_type in content_types:
            described = _shape.response(
                200, FILES["schema"], content_type=content_type, description="The file."
            )(described)
        return _seal(described, Contract(asks=asks))

    return declare


def uploads(gives: type[Schema], *, takes: type[Schema], once: str | None = None) -> Any:
    """Declare a view that takes a multipart upload, its files and fields in one shape."""

    def declare(view: View) -> View:
        described = _answering(view, gives(), 201, etag=True)
        described = _shape.arguments(takes, location="multipart")(described)
        return _seal(described, Contract(once=once, writes=True, uploads=True))

    return declare


def json_response(
    body: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Return plain values as JSON."""
    text = current_app.json.dumps(body, separators=(",", ":"))
    return Response(text + "\n", status, headers, mimetype="application/json")


def _answering(view: View, shape: Schema | None, status: int, *, etag: bool) -> View:
    """A view returns what to show, or (what to show, headers)."""

    @wraps(view)
    def answering(*args: Any, **kwargs: Any) -> Response:
        found = view(*args, **kwargs)
        found, headers = found if type(found) is tuple else (found, {})
        if shape is None:
            return Response(status=status, headers=headers)
        body: Any = shape.dump(found)
        if etag:
            headers = {**headers, "ETag": editing.etag(body["version"])}
        return json_response(body, status, headers)

    example = example_of(type(shape)) if shape is not None else None
    return _described(answering, shape, status, example, etag)


def _described(view: View, shape: Schema | None, status: int, example: Any, etag: bool) -> View:
    headers: dict[str, Any] = {}
    if etag:
        headers["ETag"] = {
            "description": "The version; send it as If-Match with an edit.",
            "schema": {"type": "string"},
        }
    if status in (HTTPStatus.CREATED, HTTPStatus.ACCEPTED):
        headers["Location"] = {
            "description": "Where the new thing is, when it has an address of its own.",
            "schema": {"type": "string"},
        }
    described: View = _shape.response(status, shape, headers=headers or None, example=example)(view)
    return described


def _seal(view: Any, contract: Contract) -> View:
    """Wrap a view in what reads its input, always in the same order."""
    if contract.takes is not None:
        view = _shape.arguments(contract.takes, example=example_of(contract.takes, sent=True))(view)
    elif contract.writes and not contract.uploads:
        view = _without(view, "json")
    if contract.asks is not None:
        view = _shape.arguments(contract.asks, location="query")(view)
    else:
        view = _without(view, "query")
    if contract.once is not None:
        view = once.guarded(view, required=contract.once == "required")
    if contract.edits:
        view = _with_version(view)
    view.contract = contract
    sealed: View = view
    return sealed


class _Nothing(Input):
    """No field at all."""


def _without(view: View, location: str) -> View:
    @StrictParser().use_args(_Nothing(), location=location)
    @wraps(view)
    def bare(_nothing: Any, *args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return bare


def _with_version(view: View) -> View:
    @wraps(view)
    def edit(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, version=editing.seen_version(), **kwargs)
        except StaleEdit as stale:
            raise editing.IfMatchFailed(field="If-Match") from stale

    return edit
