"""Table of contents of the API: every address under /api/v1, with the scope it needs."""

from flask import Flask

from clusterorg.web.api import (
    audit_log,
    clusters,
    contacts,
    custom_fields,
    me,
    organisation_parts,
    organisations,
    tags,
)
from clusterorg.web.api.mechanics.document import make_api
from clusterorg.web.api.mechanics.door import ApiDoor


def register(door: ApiDoor) -> None:
    """List the resources, in the order of the document."""
    for resource in (own_cluster, all_organisations, labels, log):
        resource(door)


def own_cluster(door: ApiDoor) -> None:
    """The key, the cluster, its staff."""
    door.get("/me", me.show, "cluster.read")
    door.get("/cluster", clusters.show, "cluster.read")
    door.patch("/cluster", clusters.update, "cluster.settings")
    door.get("/seats", clusters.seats, "cluster.read")


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
    door.get("/custom-fields", custom_fields.index, "members.read")
    door.post("/custom-fields", custom_fields.create, "members.write")
    door.put("/custom-fields/<uuid:field_id>", custom_fields.update, "members.write")
    door.delete("/custom-fields/<uuid:field_id>", custom_fields.archive, "members.write")


def log(door: ApiDoor) -> None:
    """Who did what."""
    door.get("/audit-entries", audit_log.index, "audit.read")


def init_app(app: Flask) -> None:
    """Open the door and write the document."""
    door = ApiDoor(app, make_api(app))
    register(door)
    door.open()
