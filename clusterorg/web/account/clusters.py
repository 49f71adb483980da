"""Which cluster do I want? Seats of staff and memberships' contacts, across clusters."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.vocabulary import STAFF_ROLES
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.clock import local_date, now
from clusterorg.web.account.common import me
from clusterorg.web.looks.links import door
from clusterorg.web.pages import page
from clusterorg.web.seat_words import ROLE
from clusterorg.web.work import session


@dataclass(frozen=True, slots=True)
class Place:
    """A place one may enter: a cluster, as what, and the door (None: no door yet)."""

    name: str
    slug: str
    url: str | None
    roles: tuple[str, ...]
    as_member: bool = False


def index() -> ResponseReturnValue:
    """Lead to the one place there is, or let me choose among several."""
    found = [*_as_staff(), *_as_contact()]
    open_doors = [place.url for place in found if place.url]
    if len(open_doors) == 1 and len(found) == 1 and not me().is_operator:
        return redirect(open_doors[0])
    if not found and me().is_operator and (url := door("operator.clusters_index")):
        return redirect(url)
    return page("account/clusters.html", places=found, roles=ROLE)


def _as_staff() -> list[Place]:
    return [
        Place(row.name, row.slug, _staff_door(row.slug, row.roles), tuple(sorted(row.roles)))
        for row in queries.clusters_of(session(), me().id, at=now())
    ]


def _staff_door(slug: str, roles: list[str]) -> str | None:
    if any(role in STAFF_ROLES for role in roles):
        return door("admin.home_index", slug=slug) or url_for("admin.settings_index", slug=slug)
    return door("assessor.assignments_index", slug=slug)


def _as_contact() -> list[Place]:
    # Which day it is differs by a few hours among clusters; Brussels decides for this list.
    today = local_date(now(), "Europe/Brussels")
    rows = organisations.own_contacts(session(), me().id, today)
    named = queries.cluster_names(session(), {row.cluster_id for row in rows})
    return [
        Place(row.name, row.slug, door("portal.organisation_index", slug=row.slug), (), True)
        for row in named
    ]
