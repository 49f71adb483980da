"""Exports: what a list shows, all pages of it, as XLSX or CSV; no cell is run as a formula."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from flask import Response
from marshmallow import fields

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.billing.schemas import InvoiceSchema, PaymentSchema
from clusterorg.domains.membership import queries as membership
from clusterorg.domains.membership.schemas.shown import MemberShown
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.schemas.organisations import OrganisationRow
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Output
from clusterorg.web import own_fields
from clusterorg.web.api.invoices import InvoiceQuery
from clusterorg.web.api.mechanics.asking import today
from clusterorg.web.api.mechanics.contract import files
from clusterorg.web.api.members import MemberQuery, wanted_members
from clusterorg.web.api.organisations import OrganisationQuery, filter_of
from clusterorg.web.api.payments import PaymentQuery
from clusterorg.web.spreadsheets import XLSX, Column, Kind, download, every_row
from clusterorg.web.work import session

TYPES = ("text/csv", XLSX)
PAGING = ("cursor", "limit")


class _Unpaged:
    """A list's query string without its page: an export has them all."""

    class Meta:
        exclude = PAGING


class OrganisationExport(OrganisationQuery):
    """What the list of organisations takes, without paging."""

    class Meta(OrganisationQuery.Meta, _Unpaged.Meta):
        pass


class MemberExport(MemberQuery):
    """What the list of members takes, without paging."""

    class Meta(MemberQuery.Meta, _Unpaged.Meta):
        pass


class InvoiceExport(InvoiceQuery):
    """What the list of invoices takes, without paging."""

    class Meta(InvoiceQuery.Meta, _Unpaged.Meta):
        pass


class PaymentExport(PaymentQuery):
    """What the list of payments takes, without paging."""

    class Meta(PaymentQuery.Meta, _Unpaged.Meta):
        pass


@files(*TYPES, asks=OrganisationExport)
def organisation_list(query: dict[str, Any], kind: str) -> Response:
    """Export organisations; the cluster's own fields are the last columns, as `custom.<key>`."""
    ask = partial(organisations.directory, session(), filter_of(query), today(), with_custom=True)
    return _file("organisations", kind, OrganisationRow(), ask, _own_columns())


@files(*TYPES, asks=MemberExport)
def member_list(query: dict[str, Any], kind: str) -> Response:
    """Export members; the cluster's own fields are the last columns, as `custom.<key>`."""
    ask = partial(membership.members, session(), wanted_members(query), today(), with_custom=True)
    return _file("members", kind, MemberShown(), ask, _own_columns())


@files(*TYPES, asks=InvoiceExport)
def invoice_list(query: dict[str, Any], kind: str) -> Response:
    """Export invoices and credit notes."""
    wanted = billing.InvoiceFilter(**query)
    ask = partial(billing.invoices, session(), wanted, today=today())
    return _file("invoices", kind, InvoiceSchema(), ask)


@files(*TYPES, asks=PaymentExport)
def payment_list(query: dict[str, Any], kind: str) -> Response:
    """Export payments."""
    return _file("payments", kind, PaymentSchema(), partial(billing.payments, session(), **query))


Own = tuple[Column, Callable[[Any], Any]]


def _own_columns() -> list[Own]:
    """Return the columns of the cluster's own fields, named as an import knows them."""

    def own(key: str, kind: str) -> Own:
        column = Column(f"custom.{key}", own_fields.CELL.get(kind, Kind.TEXT))
        return column, lambda row: own_fields.cell(kind, row.custom.get(key))

    return [own(field.key, field.kind) for field in organisations.custom_fields(session())]


def _file(
    name: str, kind: str, row: Output, ask: Callable[..., Page], own: Sequence[Own] = ()
) -> Response:
    """Answer with every row; the headings are the fields' names in the API, `own` comes last."""
    shown = {
        key: field for key, field in row.fields.items() if not isinstance(field, fields.Function)
    }
    columns = [Column(key, _kind(key, field)) for key, field in shown.items()]
    columns += [column for column, _value in own]
    lines = (
        [*(_cell(getattr(each, key)) for key in shown), *(value(each) for _column, value in own)]
        for each in every_row(ask)
    )
    return download(f"{name}-{today().isoformat()}", kind, columns, lines)


def _kind(key: str, field: Any) -> Kind:
    if key.endswith("_cents"):
        return Kind.CENTS
    if key.endswith("_centi"):
        return Kind.HUNDREDTHS
    kinds = ((fields.Boolean, Kind.YES_NO), (fields.Integer, Kind.INTEGER))
    if isinstance(field, fields.Date) and not isinstance(field, fields.DateTime):
        return Kind.DATE
    return next((kind for shape, kind in kinds if isinstance(field, shape)), Kind.TEXT)


def _cell(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "hour") else value
