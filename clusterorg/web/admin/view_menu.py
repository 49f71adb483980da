"""The menu of saved views above a list, and the view that a list opens with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Row

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.web.context import can, current_person
from clusterorg.web.lists import COLUMNS, LISTS, OPENED, PLAIN, KnownList
from clusterorg.web.work import session


@dataclass(frozen=True, slots=True)
class Menu:
    """The views of a list that the visitor sees, and the one the address was opened with."""

    of: KnownList
    views: Sequence[Row[Any]]

    @property
    def opened(self) -> Row[Any] | None:
        """The view that the address names; None: the list is plain, or the view is gone."""
        named = request.args.get(OPENED)
        return next((view for view in self.views if str(view.id) == named), None)

    @property
    def default(self) -> Row[Any] | None:
        """The view the list opens with."""
        return next((view for view in self.views if view.is_default), None)

    @property
    def is_changed(self) -> bool:
        """Tell whether the list asks for something else than the opened view does."""
        view = self.opened
        return view is not None and _plain(request.args.to_dict(flat=False), self.of) != _plain(
            view.arguments, self.of
        )

    @property
    def may_overwrite(self) -> bool:
        """Tell whether the visitor may change the opened view."""
        view = self.opened
        return view is not None and (not view.shared or can("views.share"))

    @property
    def plain_url(self) -> str:
        """The list without any filter, whatever it opens with."""
        return url_for(self.of.endpoint, view=PLAIN if self.default else None)

    @property
    def first_url(self) -> str | None:
        """Where a bare address leads: to the view the list opens with; None: nowhere else."""
        view = self.default
        return address_of(view) if view is not None and not request.args else None

    @property
    def new_url(self) -> str:
        """Where the list as it is shown is saved under a name."""
        return self._with_arguments("admin.views_new", list_key=self.of.key)

    @property
    def overwrite_url(self) -> str:
        """Where the opened view takes over what the list shows."""
        assert self.opened is not None
        return self._with_arguments("admin.views_overwrite", view_id=self.opened.id)

    def _with_arguments(self, endpoint: str, **values: Any) -> str:
        asked = request.args.to_dict(flat=False)
        names = (*self.of.filters, COLUMNS)
        values.update({name: asked[name] for name in names if name in asked})
        return url_for(endpoint, **values)

    @staticmethod
    def address_of(view: Any) -> str:
        """Return the address of the list as a view has it."""
        return address_of(view)


def menu_of(list_key: str) -> Menu:
    """Read the menu of a list; one query."""
    return Menu(LISTS[list_key], queries.saved_views(session(), list_key, keeper()))


def keeper() -> ViewKeeper:
    """Return whose views the visitor sees: their own and shared ones; a program's: shared ones."""
    person = current_person()
    return ViewKeeper(person.id if person else None, can("views.share"))


def address_of(view: Any) -> str:
    """Return the address of a list as a view has it (a row or an entity)."""
    return url_for(LISTS[view.list_key].endpoint, **view.arguments, view=view.id)


def _plain(arguments: Mapping[str, Sequence[str]], of: KnownList) -> dict[str, set[str]]:
    names = (*of.filters, COLUMNS)
    values = {name: {value for value in arguments.get(name, ()) if value} for name in names}
    return {name: given for name, given in values.items() if given}
