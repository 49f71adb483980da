"""Edits: who changes a thing says which version they saw, so that nobody's work is lost."""

import re

from flask import request

from clusterorg.kernel.errors import DomainError, StaleEdit, _

SHAPE = re.compile(r'"(\d{1,10})"')


class IfMatchMissing(DomainError):
    """An edit came without If-Match."""

    code = "if_match_missing"
    message = _("Read the resource and send its ETag as If-Match, so that no edit is lost.")
    status = 428


class IfMatchFailed(DomainError):
    """The version named in If-Match is no longer the present one."""

    code = "stale_edit"
    message = StaleEdit.message
    status = 412


def etag(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def seen_version() -> int:
    """Return the version that the client saw, from If-Match.

    Raises IfMatchMissing without the header, IfMatchFailed when it is no ETag of ours.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise IfMatchMissing(field="If-Match")
    found = SHAPE.fullmatch(header)
    if found is None or int(found[1]) >= 2**31:
        raise IfMatchFailed(field="If-Match")
    return int(found[1])


def check_version(present: int) -> None:
    """Refuse when the client saw another version than `present`. Raises IfMatchFailed."""
    if seen_version() != present:
        raise IfMatchFailed(field="If-Match")


def on_stale(_error: StaleEdit) -> None:
    """Answer the optimistic lock as what it is here: If-Match no longer holds."""
    raise IfMatchFailed(field="If-Match")
