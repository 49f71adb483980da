"""The lists whose views can be saved: what their addresses may ask for, and their columns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from clusterorg.domains.organisations import queries
from clusterorg.kernel.errors import Invalid, _
from clusterorg.web.admin import invoice_list, member_columns, member_list
from clusterorg.web.admin.columns import Column
from clusterorg.web.admin.own_inputs import PREFIX

COLUMNS = "columns"
OPENED = "view"
"""The argument that names the view a list was opened with; `PLAIN` says: with none."""
PLAIN = "none"


class FilterUnknown(Invalid):
    """A list does not know a filter of this name."""

    code = "filter_unknown"
    message = _("This list has no filter %(name)s. It has: %(known)s.")


class ColumnUnknown(Invalid):
    """A list does not know a column of this name."""

    code = "column_unknown"
    message = _("This list has no column %(name)s. It has: %(known)s.")


@dataclass(frozen=True, slots=True)
class KnownList:
    """A list: its key in saved views, its page, its word, its filters, and its columns."""

    key: str
    endpoint: str
    label: Any
    filters: tuple[str, ...]
    columns: Callable[[Session], Sequence[Column]]

    def kept(self, asked: MultiDict[str, str], database: Session) -> dict[str, list[str]]:
        """Return what an address asks of the list, without what it could not mean."""
        known = self._column_keys(database)
        names = self._names(known)
        found = {name: asked.getlist(name) for name in names if name in asked}
        if COLUMNS in found:
            found[COLUMNS] = [key for key in found[COLUMNS] if key in known]
        return {name: values for name, values in found.items() if any(values)}

    def check(self, arguments: Mapping[str, Sequence[str]], database: Session) -> None:
        """Refuse arguments that the list does not know. Raises FilterUnknown, ColumnUnknown."""
        known = self._column_keys(database)
        names = self._names(known)
        for name in arguments:
            if name not in names:
                raise FilterUnknown(field="arguments", name=name, known=", ".join(names))
        for key in arguments.get(COLUMNS, ()):
            if key not in known:
                raise ColumnUnknown(field="arguments", name=key, known=", ".join(known))

    def _names(self, column_keys: Sequence[str]) -> tuple[str, ...]:
        """The cluster's own fields are columns and filters under one name."""
        own = (key for key in column_keys if key.startswith(PREFIX))
        return (*self.filters, *own, COLUMNS)

    def _column_keys(self, database: Session) -> list[str]:
        return [column.key for column in self.columns(database)]


LISTS = {
    known.key: known
    for known in (
        KnownList(
            "members",
            "admin.members_index",
            lazy_gettext("Members"),
            member_list.FILTERS,
            lambda database: member_columns.columns(queries.custom_fields(database)),
        ),
        KnownList(
            "invoices",
            "admin.invoices_index",
            lazy_gettext("Invoices"),
            invoice_list.FILTERS,
            lambda _database: invoice_list.COLUMNS,
        ),
    )
}
