"""Saved views: what a list was asked for, under a name, shared with all colleagues.

A program has no views of its own: it sees and changes the shared ones. Open a view by sending its
arguments to the list's address; the pages at /c/<cluster>/admin do.
"""

from typing import Any, ClassVar
from uuid import UUID

from flask import url_for
from marshmallow import fields, validate

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.schemas import ViewChanges, ViewOutput
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.shapes import Input, Text, listed
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.context import can
from clusterorg.web.lists import LISTS
from clusterorg.web.work import session, unit_of_work


class ViewQuery(Input):
    """Of which list."""

    list_key = fields.String(required=True, validate=validate.OneOf(tuple(LISTS)))


class ViewInput(ViewChanges):
    """A new view of a list; columns and filters are those the list knows."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"list_key": "members", **ViewChanges.EXAMPLE}

    list_key = fields.String(required=True, validate=validate.OneOf(tuple(LISTS)))
    name = Text(60, least=1, required=True)
    arguments = fields.Dict(
        required=True, keys=Text(200, least=1), values=listed(Text(200, least=1), 100)
    )


def _keeper() -> ViewKeeper:
    return ViewKeeper(None, shares=can("views.share"))


@lists(ViewOutput, asks=ViewQuery)
def index(query: dict[str, Any]) -> Any:
    """List the shared views of a list, by name."""
    return queries.saved_views(session(), query["list_key"], _keeper())


@reads(ViewOutput, etag=True)
def show(view_id: UUID) -> Any:
    """Read a shared view."""
    return queries.get_view(session(), view_id, _keeper())


@writes(ViewOutput, takes=ViewInput, status=201, etag=True, once="optional")
def create(data: dict[str, Any]) -> Any:
    """Save a view for all colleagues."""
    LISTS[data["list_key"]].check(data["arguments"], session())
    with unit_of_work() as work:
        made = actions.save_view(work, **data, shared=True, by=_keeper(), **who_and_when())
    return made, {"Location": url_for("api.saved_views_show", view_id=made.id)}


@writes(ViewOutput, takes=ViewChanges, etag=True, edits=True)
def update(data: dict[str, Any], view_id: UUID, version: int) -> Any:
    """Rename a shared view, or overwrite what it asks for."""
    view = queries.get_view(session(), view_id, _keeper())
    if "arguments" in data:
        LISTS[view.list_key].check(data["arguments"], session())
    with unit_of_work() as work:
        return actions.change_view(
            work, view_id=view_id, version=version, **data, by=_keeper(), **who_and_when()
        )


@writes(None)
def remove(view_id: UUID) -> None:
    """Delete a shared view; lists that opened with it open plain again."""
    with unit_of_work() as work:
        actions.delete_view(work, view_id=view_id, by=_keeper(), **who_and_when())
