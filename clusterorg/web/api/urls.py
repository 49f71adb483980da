"""Table of contents of the API: every address under /api/v1, with the scope it needs."""

from flask import Flask

from clusterorg.web.api import (
    applications,
    audit_log,
    categories,
    clusters,
    contacts,
    custom_fields,
    dues_runs,
    dues_schemes,
    exports,
    import_rows,
    imports,
    invoices,
    ledger,
    me,
    members,
    organisation_parts,
    organisations,
    payments,
    products,
    provider_events,
    saved_views,
    tags,
)
from clusterorg.web.api.mechanics.document import make_api
from clusterorg.web.api.mechanics.door import ApiDoor


def register(door: ApiDoor) -> None:
    """List the resources, in the order of the document."""
    for chapter in CHAPTERS:
        chapter(door)


def own_cluster(door: ApiDoor) -> None:
    """The key, the cluster, its staff, its views of lists."""
    door.get("/me", me.show, "cluster.read")
    door.get("/cluster", clusters.show, "cluster.read")
    door.patch("/cluster", clusters.update, "cluster.settings")
    door.get("/seats", clusters.seats, "cluster.read")

    one = "/saved-views/<uuid:view_id>"
    door.get("/saved-views", saved_views.index, "cluster.read")
    door.post("/saved-views", saved_views.create, "views.share")
    door.get(one, saved_views.show, "cluster.read")
    door.patch(one, saved_views.update, "views.share")
    door.delete(one, saved_views.remove, "views.share")


def all_organisations(door: ApiDoor) -> None:
    """Organisations, their parts and their people."""
    one = "/organisations/<uuid:organisation_id>"
    door.get("/organisations", organisations.index, "members.read")
    door.post("/organisations", organisations.create, "members.write")
    door.get("/organisations/suggest", organisations.suggest, "members.read")
    door.get(one, organisations.show, "members.read")
    door.patch(one, organisations.update, "members.write")
    door.post(f"{one}/archive", organisations.archive, "members.write")
    door.post(f"{one}/restore", organisations.restore, "members.write")
    door.get(f"{one}/duplicates", organisations.duplicates, "members.read")
    door.post(f"{one}/merge", organisations.merge, "members.write")
    door.get(f"{one}/timeline", organisations.timeline, "members.read")

    parts = organisation_parts
    door.post(f"{one}/identifiers", parts.add_identifier, "members.write")
    door.delete("/identifiers/<uuid:identifier_id>", parts.remove_identifier, "members.write")
    door.post(f"{one}/addresses", parts.add_address, "members.write")
    door.put("/addresses/<uuid:address_id>", parts.change_address, "members.write")
    door.delete("/addresses/<uuid:address_id>", parts.remove_address, "members.write")
    door.put(f"{one}/sizes", parts.record_size, "members.write")
    door.delete("/sizes/<uuid:size_id>", parts.remove_size, "members.write")
    door.post(f"{one}/activities", parts.add_activity, "members.write")
    door.delete("/activities/<uuid:activity_id>", parts.remove_activity, "members.write")

    door.get(f"{one}/contacts", contacts.index, "members.read")
    door.post(f"{one}/contacts", contacts.create, "members.write")
    door.get("/contacts/<uuid:contact_id>", contacts.show, "members.read")
    door.patch("/contacts/<uuid:contact_id>", contacts.update, "members.write")
    door.post("/contacts/<uuid:contact_id>/archive", contacts.archive, "members.write")
    door.post("/contacts/<uuid:contact_id>/roles", contacts.grant_role, "members.write")
    door.post("/contact-roles/<uuid:role_id>/end", contacts.end_role, "members.write")


def labels(door: ApiDoor) -> None:
    """Tags and custom fields."""
    door.get("/tags", tags.index, "members.read")
    door.post("/tags/assign", tags.assign, "members.write")
    door.patch("/tags/<uuid:tag_id>", tags.rename, "members.write")
    door.delete("/tags/<uuid:tag_id>", tags.remove, "members.write")
    door.post("/tags/<uuid:tag_id>/merge", tags.merge, "members.write")
    door.get("/custom-fields", custom_fields.index, "members.read")
    door.post("/custom-fields", custom_fields.create, "members.write")
    one = "/custom-fields/<uuid:field_id>"
    door.get(one, custom_fields.show, "members.read")
    door.put(one, custom_fields.update, "members.write")
    door.delete(one, custom_fields.archive, "members.write")
    door.post(f"{one}/restore", custom_fields.restore, "members.write")


def staged_imports(door: ApiDoor) -> None:
    """Lists that come in, and lists that go out."""
    one = "/imports/<uuid:import_id>"
    door.get("/imports", imports.index, "members.import")
    door.post("/imports", imports.create, "members.import")
    door.get(one, imports.show, "members.import")
    door.delete(one, imports.discard, "members.import")
    door.put(f"{one}/mapping", imports.map_columns, "members.import")
    door.post(f"{one}/use-profile", imports.use_profile, "members.import")
    door.post(f"{one}/check", imports.check, "members.import")
    door.post(f"{one}/decisions", imports.decide, "members.import")
    door.post(f"{one}/carry-out", imports.carry_out, "members.import")
    door.post(f"{one}/undo", imports.undo, "members.import")
    door.get(f"{one}/report", imports.report, "members.import")
    door.post(f"{one}/profile", imports.save_profile, "members.import")
    door.get("/import-profiles", imports.profiles, "members.import")
    door.get(f"{one}/rows", import_rows.index, "members.import")
    door.get("/import-rows/<uuid:row_id>", import_rows.show, "members.import")
    door.post("/import-rows/<uuid:row_id>/corrections", import_rows.correct, "members.import")
    door.post("/import-rows/<uuid:row_id>/decision", import_rows.decide, "members.import")

    kind = "<any(csv, xlsx):kind>"
    door.get(f"/exports/organisations.{kind}", exports.organisation_list, "members.import")
    door.get(f"/exports/members.{kind}", exports.member_list, "members.import")
    door.get(f"/exports/invoices.{kind}", exports.invoice_list, "invoices.read")
    door.get(f"/exports/payments.{kind}", exports.payment_list, "invoices.read")


def all_members(door: ApiDoor) -> None:
    """Memberships and applications."""
    one = "/organisations/<uuid:organisation_id>/membership"
    door.get("/members", members.index, "members.read")
    door.get(one, members.show, "members.read")
    door.post(one, members.admit, "applications.decide")
    door.post(f"{one}/cancel", members.cancel, "applications.decide")
    door.post(f"{one}/take-back-cancellation", members.take_back, "applications.decide")
    door.post(f"{one}/suspend", members.suspend, "applications.decide")
    door.post(f"{one}/waive-dues", members.waive, "dues.run")
    door.post(f"{one}/lift-suspension", members.lift, "applications.decide")

    one = "/applications/<uuid:application_id>"
    door.get(
        "/organisations/<uuid:organisation_id>/applications",
        members.applications,
        "applications.read",
    )
    door.get("/applications", applications.index, "applications.read")
    door.post("/applications", applications.create, "members.write")
    door.get(one, applications.show, "applications.read")
    door.put(one, applications.update, "members.write")
    door.get(f"{one}/events", applications.events, "applications.read")
    door.post(f"{one}/submit", applications.submit, "members.write")
    door.post(f"{one}/ask", applications.ask, "applications.decide")
    door.post(f"{one}/approve", applications.approve, "applications.decide")
    door.post(f"{one}/reject", applications.reject, "applications.decide")
    door.post(f"{one}/withdraw", applications.withdraw, "applications.decide")


def dues(door: ApiDoor) -> None:
    """Categories, the dues scheme, dues runs."""
    door.get("/categories", categories.index, "members.read")
    door.post("/categories", categories.create, "scheme.write")
    door.get("/categories/<uuid:category_id>", categories.show, "members.read")
    door.put("/categories/<uuid:category_id>", categories.update, "scheme.write")
    door.get("/membership-settings", categories.policies, "cluster.read")
    door.put("/membership-settings", categories.change_policies, "scheme.write")

    one = "/dues-schemes/<uuid:scheme_id>"
    door.get("/dues-schemes", dues_schemes.index, "dues.read")
    door.post("/dues-schemes", dues_schemes.create, "scheme.write")
    door.get(one, dues_schemes.show, "dues.read")
    door.put(one, dues_schemes.update, "scheme.write")
    door.delete(one, dues_schemes.discard, "scheme.write")
    door.post(f"{one}/publish", dues_schemes.publish, "scheme.write")
    door.get("/dues-quote", dues_schemes.quote, "dues.read")

    door.get("/dues-runs", dues_runs.index, "dues.read")
    door.post("/dues-runs", dues_runs.start, "dues.run")
    door.get("/dues-runs/preview", dues_runs.preview, "dues.read")
    door.get("/dues-runs/<uuid:run_id>", dues_runs.show, "dues.read")
    door.get("/dues-runs/<uuid:run_id>/items", dues_runs.items, "dues.read")


def money(door: ApiDoor) -> None:
    """Products, invoices, payments, the ledger."""
    door.get("/products", products.index, "invoices.read")
    door.post("/products", products.create, "invoices.write")
    door.get("/products/<code>", products.show, "invoices.read")
    door.patch("/products/<code>", products.update, "invoices.write")
    door.get("/products/<code>/vat", products.vat, "invoices.read")
    door.post("/products/<code>/vat", products.set_vat, "invoices.write")

    one = "/invoices/<uuid:invoice_id>"
    door.get("/invoices", invoices.index, "invoices.read")
    door.post("/invoices", invoices.create, "invoices.write")
    door.get(one, invoices.show, "invoices.read")
    door.post(f"{one}/credit", invoices.credit, "invoices.write")
    door.get(f"{one}/pdf", invoices.pdf, "invoices.read")
    door.post(f"{one}/checkout", invoices.checkout, "payments.write")
    door.get("/organisations/<uuid:organisation_id>/balance", invoices.balance, "invoices.read")

    one = "/payments/<uuid:payment_id>"
    door.get("/payments", payments.index, "invoices.read")
    door.post("/payments", payments.create, "payments.write")
    door.get(one, payments.show, "invoices.read")
    door.post(f"{one}/undo", payments.undo, "payments.write")
    door.post(f"{one}/apply", payments.apply, "payments.write")
    door.get("/provider-events", provider_events.index, "invoices.read")

    door.get("/ledger/accounts", ledger.accounts, "ledger.read")
    door.get("/ledger/accounts/<number>/card", ledger.card, "ledger.read")
    door.get("/ledger/entries", ledger.journal, "ledger.read")
    door.get("/ledger/entries/<uuid:entry_id>", ledger.entry, "ledger.read")
    door.get("/ledger/trial-balance", ledger.trial_balance, "ledger.read")


def log(door: ApiDoor) -> None:
    """Who did what."""
    door.get("/audit-entries", audit_log.index, "audit.read")


CHAPTERS = (own_cluster, all_organisations, labels, staged_imports, all_members, dues, money, log)


def init_app(app: Flask) -> None:
    """Open the door and write the document."""
    door = ApiDoor(app, make_api(app))
    register(door)
    door.open()
