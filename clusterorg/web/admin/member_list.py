"""The members list as its address asks for it: filters, columns, pages, export of the same rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Row
from sqlalchemy.orm import Session

from clusterorg.domains.membership.queries.members import MemberFilter, members
from clusterorg.domains.membership.vocabulary import MEMBERS, DuesState, MembershipStatus
from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.domains.organisations.queries.directory import Archived
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass
from clusterorg.kernel.paging import Page
from clusterorg.web.admin.columns import Column, draw_rows
from clusterorg.web.admin.common import named, today
from clusterorg.web.admin.list_address import ids, many, one, regions
from clusterorg.web.looks import cells, formats
from clusterorg.web.looks.links import link_to
from clusterorg.web.region_words import region
from clusterorg.web.spreadsheets import Kind
from clusterorg.web.words import HELIX, SIZE, SUB_GROUP, word
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
STATUS_WORD: dict[str, Any] = {
    "none": _("Not a member"),
    "applicant": _("Applicant"),
    "upcoming": _("Starts later"),
    "awaiting_payment": _("Awaiting payment"),
    "provisional": _("Provisional"),
    "active": _("Active"),
    "suspended": _("Suspended"),
    "lapsed": _("Lapsed"),
    "left": _("Left"),
}
DUES: dict[str, Any] = {
    "open": _("Open"),
    "overdue": _("Overdue"),
    "settled": _("Settled"),
    "none": _("Nothing due"),
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
        narrowed = (wanted.text, wanted.helix, wanted.size_class, wanted.tag_ids, wanted.regions)
        return any(narrowed) or bool(self.filter.dues or self.filter.categories)


def asked() -> Asked:
    """Read the address."""
    status = request.args.get("status", "")
    directory = DirectoryFilter(
        text=request.args.get("q", ""),
        helix=one(Helix, "helix"),
        size_class=one(SizeClass, "size"),
        tag_ids=ids("tag"),
        regions=regions("region"),
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
    custom = any(key.startswith("custom.") for key in wanted.columns)
    return members(
        session(), wanted.filter, today(), cursor=cursor, limit=limit, with_custom=custom
    )


def columns(database: Session) -> list[Column]:
    """Return all columns there are, the cluster's own fields last."""
    own = [_own_column(field.key, field.label) for field in queries.custom_fields(database)]
    return [*COLUMNS, *own]


def draw(columns: Sequence[Column], rows: Iterable[Row[Any]], pick: bool) -> Markup:
    """Draw the rows of the table; `pick`: each begins with a box to choose it."""
    place = not any(column.key == "city" for column in columns)
    address = link_to("admin.members_show", "organisation_id")
    sub = (lambda row: row.city) if place else None
    return draw_rows(columns, rows, address=address, sub=sub, pick=pick)


def _dues(row: Row[Any]) -> Any:
    """Settled is the rule and stays quiet; what is open shows."""
    if row.dues == DuesState.SETTLED:
        return Markup('<span class="quiet">{}</span>').format(word(DUES, row.dues))
    return "" if row.dues == DuesState.NONE else cells.status(row.dues)


def _heads(hundredths: int | None) -> str:
    return "" if hundredths is None else formats.number(hundredths / 100)


def _day(on: date | None) -> str:
    return "" if on is None else formats.day(on)


def _own_column(key: str, label: str) -> Column:
    return Column(f"custom.{key}", label, lambda row: row.custom.get(key))


def _statuses(status: str) -> tuple[MembershipStatus, ...]:
    if status == EVERYBODY or request.args.get("archived"):
        return ()
    if status in STATUS and status:
        return (MembershipStatus(status),)
    return MEMBERS


COLUMNS = (
    Column("name", _("Name"), lambda row: row.name),
    Column(
        "helix",
        _("Helix"),
        lambda row: word(HELIX, row.helix),
        draw=lambda row: cells.helix(row.helix),
    ),
    Column("subgroup", _("Sub-group"), lambda row: word(SUB_GROUP, row.subgroup)),
    Column("size", _("Size"), lambda row: word(SIZE, row.size_class)),
    Column(
        "headcount",
        _("Headcount"),
        lambda row: row.headcount_centi,
        Kind.HUNDREDTHS,
        draw=lambda row: _heads(row.headcount_centi),
    ),
    Column("category", _("Category"), lambda row: named(row.category_names)),
    Column(
        "status",
        _("Status"),
        lambda row: word(STATUS_WORD, row.status),
        draw=lambda row: cells.status(row.status),
    ),
    Column("dues", _("Dues"), lambda row: word(DUES, row.dues), draw=_dues),
    Column(
        "since",
        _("Member since"),
        lambda row: row.member_since,
        Kind.DATE,
        draw=lambda row: _day(row.member_since),
    ),
    Column(
        "until",
        _("Term until"),
        lambda row: row.until,
        Kind.DATE,
        draw=lambda row: _day(row.until),
    ),
    Column(
        "tags",
        _("Tags"),
        lambda row: ", ".join(row.tags),
        draw=lambda row: Markup(" ").join([cells.tag(name) for name in row.tags]),
    ),
    Column("city", _("Place"), lambda row: row.city),
    Column("country", _("Country"), lambda row: row.country),
    Column(
        "nuts",
        _("Region (NUTS)"),
        lambda row: row.nuts_code,
        draw=lambda row: region(row.nuts_code),
    ),
    Column("email", _("E-mail"), lambda row: row.email),
    Column("website", _("Website"), lambda row: row.website),
    Column(
        "startup",
        _("Start-up"),
        lambda row: row.is_startup,
        Kind.YES_NO,
        draw=lambda row: gettext("yes") if row.is_startup else "",
    ),
)
