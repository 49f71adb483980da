"""Every address of the portal."""

from clusterorg.web.guard import Door
from clusterorg.web.portal import invoices, organisation, people, scope


def register(door: Door) -> None:
    """Open the portal's door."""
    scope.keep_choice(door.blueprint)
    door.get("/", organisation.index, permission="portal.read")
    door.form("/details", organisation.edit, permission="portal.people")
    door.get("/people", people.index, permission="portal.read")
    door.form("/people/add", people.add, permission="portal.people")
    door.form("/people/<uuid:contact_id>", people.edit, permission="portal.people")
    door.form("/people/<uuid:contact_id>/end", people.end, permission="portal.people")
    door.get("/invoices", invoices.index, permission="portal.read")
    door.get("/invoices/<uuid:invoice_id>", invoices.show, permission="portal.read")
    door.get("/invoices/<uuid:invoice_id>/pdf", invoices.pdf, permission="portal.read")
    door.post("/invoices/<uuid:invoice_id>/pay", invoices.pay, permission="portal.pay")
