"""Lists: `cursor` and `limit` in, {items, next, previous} and a Link header out."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields, validate

from clusterorg.kernel.paging import MAX_LIMIT, Page
from clusterorg.kernel.shapes import Count, Input, Output


class Paged(Input):
    """The query string of every list."""

    cursor = fields.String(
        allow_none=False,
        load_default=lambda: None,
        validate=validate.Length(max=2000),
        metadata={"description": "The `next` or `previous` of an earlier page."},
    )
    limit = Count(
        1,
        MAX_LIMIT,
        load_default=50,
        metadata={"description": f"Rows per page, 1 to {MAX_LIMIT}.", "example": 50},
    )


LINK = {
    "Link": {
        "description": 'Addresses of the neighbouring pages, rel="next" and rel="prev" (RFC 8288).',
        "schema": {"type": "string"},
    }
}


@cache
def page_of(row: type[Schema]) -> type[Schema]:
    """Return the shape of one page of rows."""
    marker = {"description": "Send it as `cursor`; null: there is none."}
    shape: Any = Output.from_dict(
        {
            "items": fields.List(fields.Nested(row)),
            "next": fields.String(allow_none=True, metadata=marker),
            "previous": fields.String(allow_none=True, metadata=marker),
        },
        name=f"{row.__name__}Page",
    )
    return shape


def links(page: Page) -> dict[str, str]:
    """Return the Link header of a page; none on a list of a single page."""
    found = [
        f'<{_address(cursor)}>; rel="{rel}"'
        for rel, cursor in (("next", page.next), ("prev", page.previous))
        if cursor
    ]
    return {"Link": ", ".join(found)} if found else {}


def _address(cursor: str) -> str:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}"
