"""The frame of each audience: rail entries, portal doors, languages, light or dark.

An entry shows when its door exists and the visitor may use it, so later parts of the product add a
line here and nothing is ever a dead link.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import request

from clusterorg.kernel.errors import _
from clusterorg.web.looks.links import door

LANGUAGE_NAMES = {"en": "English", "nl": "Nederlands", "fr": "Français", "de": "Deutsch"}
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a rail: its word, endpoint, permission, the modules it covers, lines below it."""

    label: str
    endpoint: str
    permission: str
    modules: tuple[str, ...]
    below: tuple["Entry", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as this visitor sees it on this page."""

    label: str
    url: str
    current: bool
    name: str
    below: tuple["Link", ...] = field(default=())


RAIL = (
    Entry(_("Home"), "admin.home_index", "cluster.read", ("home",)),
    Entry(
        _("Members"),
        "admin.members_index",
        "members.read",
        ("members", "memberships", "member", "organisations", "duplicates", "contacts", "tags"),
        (
            Entry(
                _("Directory"), "admin.members_index", "members.read", ("members", "memberships")
            ),
            Entry(_("Duplicates"), "admin.duplicates_index", "members.write", ("duplicates",)),
        ),
    ),
    Entry(_("Applications"), "admin.applications_index", "applications.read", ("applications",)),
    Entry(
        _("Money"),
        "admin.invoices_index",
        "invoices.read",
        ("invoices", "dues", "payments", "ledger"),
        (
            Entry(_("Invoices"), "admin.invoices_index", "invoices.read", ("invoices", "payments")),
            Entry(_("Dues runs"), "admin.dues_index", "dues.read", ("dues",)),
            Entry(_("Ledger"), "admin.ledger_index", "ledger.read", ("ledger",)),
        ),
    ),
    Entry(_("Imports"), "admin.imports_index", "members.import", ("imports",)),
    Entry(
        _("Settings"),
        "admin.settings_index",
        "cluster.read",
        (
            "settings",
            "categories",
            "scheme",
            "policy",
            "products",
            "cluster",
            "seats",
            "security",
            "api",
            "audit",
            "own",
            "tag",
        ),
    ),
)

PORTAL = (
    Entry(_("My organisation"), "portal.organisation_index", "portal.read", ("organisation",)),
    Entry(_("People"), "portal.people_index", "portal.read", ("people",)),
    Entry(_("Dues and invoices"), "portal.invoices_index", "portal.read", ("invoices", "dues")),
)


def rail(can: Callable[[str], bool]) -> list[Link]:
    """Return the admin rail for someone who may do what `can` says."""
    return _visible(RAIL, can)


def portal_doors(can: Callable[[str], bool]) -> list[Link]:
    """Return the portal's doors."""
    return _visible(PORTAL, can)


def languages() -> list[tuple[str, str]]:
    """Return code and own name of each language, English first."""
    return list(LANGUAGE_NAMES.items())


def colour_scheme() -> str | None:
    """Return 'light' or 'dark' as chosen (cookie `scheme`); None leaves it to the system."""
    chosen = request.cookies.get("scheme")
    return chosen if chosen in SCHEMES else None


def _visible(entries: tuple[Entry, ...], can: Callable[[str], bool]) -> list[Link]:
    module = _module(request.endpoint)
    links = []
    for entry in entries:
        below = tuple(_visible(entry.below, can))
        url = door(entry.endpoint) if can(entry.permission) else None
        url = url or (below[0].url if below else None)
        if url:
            name = entry.modules[0]
            links.append(Link(entry.label, url, module in entry.modules, name, below))
    return links


def _module(endpoint: str | None) -> str:
    """Return the topic of an endpoint such as admin.members_show: 'members'."""
    return (endpoint or "").rpartition(".")[2].partition("_")[0]
