"""Global search: organisations, people and invoices, as a page and as suggestions while typing."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from clusterorg.domains.billing.queries.invoices import InvoiceFilter, invoices
from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.queries.people import search_people
from clusterorg.web.admin.common import today
from clusterorg.web.context import can
from clusterorg.web.guard import Door
from clusterorg.web.looks.links import door as address
from clusterorg.web.pages import page
from clusterorg.web.work import session

FEW, MANY = 6, 50


@dataclass(frozen=True, slots=True)
class Find:
    """Something found: its kind, its name, what is said beside it, where it is."""

    kind: str
    name: str
    beside: str
    url: str
    helix: str | None = None


def routes(door: Door) -> None:
    """Doors of the search."""
    door.get("/search", index, permission="members.read")
    door.get("/search/suggest", suggest, permission="members.read")


def index() -> ResponseReturnValue:
    """What is called like this? One find leads straight to it."""
    text = request.args.get("q", "").strip()
    found = _found(text, MANY)
    if len(found) == 1:
        return redirect(found[0].url)
    return page("admin/search/index.html", text=text, found=found)


def suggest() -> ResponseReturnValue:
    """A short list for the search box (js/suggest.js)."""
    return page("admin/search/suggest.html", found=_found(request.args.get("q", "").strip(), FEW))


def _found(text: str, limit: int) -> list[Find]:
    if not text:
        return []
    return [*_organisations(text, limit), *_people(text, limit), *_invoices(text, limit)]


def _organisations(text: str, limit: int) -> list[Find]:
    return [
        Find("organisation", row.name, "", _organisation(row.id), row.helix)
        for row in queries.search(session(), text, limit=limit)
    ]


def _people(text: str, limit: int) -> list[Find]:
    return [
        Find(
            "person",
            f"{row.given_name} {row.family_name}".strip() or row.email,
            row.organisation,
            _organisation(row.organisation_id) + "#people",
        )
        for row in search_people(session(), text, limit=limit)
    ]


def _invoices(text: str, limit: int) -> list[Find]:
    """Invoices are looked for by their digits only: a payer's name already finds the payer."""
    if not can("invoices.read") or not any(letter.isdigit() for letter in text):
        return []
    rows = invoices(session(), InvoiceFilter(text=text), today=today(), limit=limit).rows
    return [
        Find("invoice", row.number, row.payer_name, url)
        for row in rows
        if (url := address("admin.invoices_show", invoice_id=row.id))
    ]


def _organisation(organisation_id: object) -> str:
    return url_for("admin.members_show", organisation_id=organisation_id)
