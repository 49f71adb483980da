"""The members list as its address asks for it: filters, columns, pages, export of the same rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Row

from clusterorg.domains.membership.queries.members import MemberFilter, members
from clusterorg.domains.membership.vocabulary import MEMBERS, DuesState, MembershipStatus
from clusterorg.domains.organisations.models import CustomField
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.domains.organisations.queries.directory import Archived
from clusterorg.domains.organisations.vocabulary import FieldKind, Helix, SizeClass
from clusterorg.kernel.paging import Page
from clusterorg.web.admin.columns import Column, draw_rows
from clusterorg.web.admin.common import today
from clusterorg.web.admin.list_address import ids, many, one, regions
from clusterorg.web.admin.member_columns import Own
from clusterorg.web.admin.own_inputs import PREFIX
from clusterorg.web.looks.links import link_to
from clusterorg.web.work import session

EVERYBODY = "everybody"
FILTERS = ("q", "status", "helix", "size", "dues", "category", "tag", "region", "archived")
"""What the address narrows the list by; a saved view keeps these and the columns."""
STATUS: dict[str, Any] = {
    "": _("Members"),
    "awaiting_payment": _("Awaiting payment"),
    "applicant": _("Applicants"),
    "upcoming": _("Starting later"),
    "lapsed": _("Lapsed"),
    "left": _("Left"),
    "none": _("Never a member"),
    EVERYBODY: _("Everybody"),
}
DEFAULT_COLUMNS = ("helix", "size", "category", "status", "dues")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, with everything it could not mean left out."""

    filter: MemberFilter
    status: str
    columns: tuple[str, ...]
    cursor: str | None

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the status narrows the list."""
        wanted = self.filter.directory
        narrowed = (
            *(wanted.text, wanted.helix, wanted.size_class),
            *(wanted.tag_ids, wanted.regions, wanted.custom),
        )
        return any(narrowed) or bool(self.filter.dues or self.filter.categories)


def asked(own: Own) -> Asked:
    """Read the address; `own` are the cluster's own fields, by which the list is narrowed too."""
    status = request.args.get("status", "")
    directory = DirectoryFilter(
        text=request.args.get("q", ""),
        helix=one(Helix, "helix"),
        size_class=one(SizeClass, "size"),
        tag_ids=ids("tag"),
        regions=regions("region"),
        custom=_own_values(own),
        archived=Archived.ONLY if request.args.get("archived") else Archived.NO,
    )
    wanted = MemberFilter(
        statuses=_statuses(status),
        categories=tuple(request.args.getlist("category")),
        dues=tuple(many(DuesState, "dues")),
        directory=directory,
    )
    columns = tuple(request.args.getlist("columns")) or DEFAULT_COLUMNS
    return Asked(wanted, status, columns, request.args.get("cursor"))


def page_of(wanted: Asked, *, cursor: str | None, limit: int = 50) -> Page:
    """Return a page of the list that was asked for; one query."""
    custom = any(key.startswith(PREFIX) for key in wanted.columns)
    return members(
        session(), wanted.filter, today(), cursor=cursor, limit=limit, with_custom=custom
    )


def own_filters(own: Own) -> list[tuple[str, str, list[tuple[str, Any]]]]:
    """Return (argument, label, options) of the own fields by which the list can be narrowed."""
    return [(PREFIX + field.key, field.label, options) for field, options in _with_options(own)]


def _with_options(own: Own) -> list[tuple[CustomField, list[tuple[str, Any]]]]:
    found: list[tuple[CustomField, list[tuple[str, Any]]]] = []
    for field in own:
        if field.kind == FieldKind.CHOICE:
            found.append((field, [(choice, choice) for choice in field.choices]))
        elif field.kind == FieldKind.YES_NO:
            found.append((field, [("true", gettext("Yes")), ("false", gettext("No"))]))
    return found


def _own_values(own: Own) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return which values the address asks for, by key; what is not offered is left out."""
    asked_for = (
        (field.key, tuple(value for value, _word in options if value in wanted))
        for field, options in _with_options(own)
        if (wanted := request.args.getlist(PREFIX + field.key))
    )
    return tuple((key, values) for key, values in asked_for if values)


def draw(columns: Sequence[Column], rows: Iterable[Row[Any]], pick: bool) -> Markup:
    """Draw the rows of the table; `pick`: each begins with a box to choose it."""
    place = not any(column.key == "city" for column in columns)
    address = link_to("admin.members_show", "organisation_id")
    sub = (lambda row: row.city) if place else None
    return draw_rows(columns, rows, address=address, sub=sub, pick=pick)


def _statuses(status: str) -> tuple[MembershipStatus, ...]:
    if status == EVERYBODY or request.args.get("archived"):
        return ()
    if status in STATUS and status:
        return (MembershipStatus(status),)
    return MEMBERS
