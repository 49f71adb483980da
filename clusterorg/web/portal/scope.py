"""Which organisation is in view, and what belongs to it."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, request

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.queries import ContactLine
from clusterorg.kernel.clock import local_date, now
from clusterorg.web.context import current_cluster
from clusterorg.web.work import session


def today() -> date:
    """Return the date in the cluster's zone."""
    return local_date(now(), current_cluster().time_zone)


def organisation_id() -> UUID:
    """Return the organisation in view; the guard has checked that the visitor acts for it."""
    return g.portal.organisation_id


def own_invoice(invoice_id: UUID) -> billing.InvoiceDetail:
    """Return an invoice of the organisation in view; another one's is not found."""
    found = billing.invoice_detail(session(), invoice_id, today=today())
    mine = organisations.same_organisation(session(), organisation_id())
    if found.invoice.payer_id not in mine:
        abort(404)
    return found


def own_contact(contact_id: UUID) -> ContactLine:
    """Return a contact of the organisation in view; another one's is not found."""
    for contact in organisations.contacts_of(session(), organisation_id()):
        if contact.id == contact_id and not contact.archived:
            return contact
    return abort(404)


def keep_choice(blueprint: Blueprint) -> None:
    """Keep `?for=` on every link of the portal."""

    @blueprint.url_defaults
    def keep(_endpoint: str, values: dict[str, Any]) -> None:
        chosen = request.args.get("for")
        if chosen and "for" not in values:
            values["for"] = chosen
