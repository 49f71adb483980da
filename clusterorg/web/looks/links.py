"""Addresses for templates: filters, columns and paging live in the query string."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, request, url_for

# A changed filter starts again from the first page.
PAGE_MARKERS = ("cursor",)
_NOBODY = UUID(int=0)


def here(**changes: Any) -> str:
    """Return the present address with query arguments changed; None removes one, a list repeats it.

    The page marker is dropped unless it is among the changes.
    """
    kept = {key: request.args.getlist(key) for key in request.args if key not in PAGE_MARKERS}
    kept.update({key: _values(value) for key, value in changes.items()})
    query = urlencode([(key, item) for key, items in kept.items() for item in items])
    return f"{request.path}?{query}" if query else request.path


def toggled(name: str, value: str) -> str:
    """Return the present address with `value` added to, or taken from, a repeated argument."""
    chosen = request.args.getlist(name)
    rest = [item for item in chosen if item != value]
    return here(**{name: rest if value in chosen else [*chosen, value]})


def door(endpoint: str, **values: Any) -> str | None:
    """Return the address of an endpoint, or None while the house has no such door."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def link_to(endpoint: str, name: str) -> Callable[[UUID], str]:
    """Return a function that writes the address of each row of a list: it is built once.

    `name` is the argument of the endpoint that takes the row's id.
    """
    row: dict[str, Any] = {name: _NOBODY}
    pattern = url_for(endpoint, **row)
    before, _found, after = pattern.partition(str(_NOBODY))
    return lambda row_id: f"{before}{row_id}{after}"


def _values(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(item) for item in value]
    return [str(value)]
