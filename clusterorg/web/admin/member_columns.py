"""The columns of the members list: the word, the value in a file, the look on a page of each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Row

from clusterorg.domains.membership.vocabulary import DuesState
from clusterorg.domains.organisations.models import CustomField
from clusterorg.web import own_fields
from clusterorg.web.admin.columns import Column
from clusterorg.web.admin.common import named
from clusterorg.web.admin.own_inputs import PREFIX
from clusterorg.web.looks import cells, formats
from clusterorg.web.region_words import region
from clusterorg.web.spreadsheets import Kind
from clusterorg.web.words import HELIX, SIZE, SUB_GROUP, word

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
Own = Sequence[CustomField]


def columns(own: Own) -> list[Column]:
    """Return all columns there are, the cluster's own fields last."""
    return [*COLUMNS, *(_own_column(field) for field in own)]


def _dues(row: Row[Any]) -> Any:
    """Settled is the rule and stays quiet; what is open shows."""
    if row.dues == DuesState.SETTLED:
        return Markup('<span class="quiet">{}</span>').format(word(DUES, row.dues))
    return "" if row.dues == DuesState.NONE else cells.status(row.dues)


def _heads(hundredths: int | None) -> str:
    return "" if hundredths is None else formats.number(hundredths / 100)


def _day(on: date | None) -> str:
    return "" if on is None else formats.day(on)


def _own_column(field: CustomField) -> Column:
    key, kind = field.key, field.kind
    return Column(
        PREFIX + key,
        field.label,
        lambda row: own_fields.cell(kind, row.custom.get(key)),
        own_fields.CELL.get(kind, Kind.TEXT),
        draw=lambda row: own_fields.written(kind, row.custom.get(key)),
    )


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
