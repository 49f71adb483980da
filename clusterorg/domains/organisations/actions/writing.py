"""How complete data becomes rows: the same for one organisation and for a block of an import."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert as insert_or_nothing

from clusterorg.domains.organisations import models
from clusterorg.domains.organisations.errors import IdentifierTaken
from clusterorg.domains.organisations.models import Identifier, Organisation, Tag
from clusterorg.domains.organisations.rules import names
from clusterorg.domains.organisations.rules.complete import nuts_of
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    IdentifierData,
    OrganisationData,
)
from clusterorg.kernel.bulk import insert_rows, table_of
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

Row = dict[str, Any]

# Parents before children.
TABLES: tuple[Table, ...] = tuple(
    table_of(model)
    for model in (
        models.Organisation,
        models.Identifier,
        models.Address,
        models.Size,
        models.Activity,
        models.Contact,
        models.ContactRoleRow,
        models.OrganisationTag,
    )
)


def derived_columns(
    name: str, legal_name: str | None, website: str | None, email: str | None
) -> Row:
    """Return the columns that follow from others: for sorting, comparing, searching."""
    domain = names.web_domain(website)
    return {
        "sort_name": names.sort_name(name),
        "match_name": names.match_name(name),
        "search_text": names.search_text(name, legal_name, domain),
        "web_domain": domain,
        "mail_domain": names.mail_domain(email),
    }


def scalar_columns(data: OrganisationData) -> Row:
    """Return the organisation's own columns from complete data."""
    return {
        "name": data.name,
        "legal_name": data.legal_name,
        "helix": data.helix.value,
        "subgroup": data.subgroup.value if data.subgroup else None,
        "declared_size": data.declared_size.value if data.declared_size else None,
        "website": data.website,
        "email": data.email,
        "phone": data.phone,
        "language": data.language,
        "is_startup": data.is_startup,
        "founded_on": data.founded_on,
        "note": data.note,
        "custom": dict(data.custom),
    } | derived_columns(data.name, data.legal_name, data.website, data.email)


class RowSet:
    """Rows waiting to be inserted, by table; `write` sends one statement per table."""

    def __init__(self, cluster_id: UUID, at: datetime) -> None:
        self._cluster_id = cluster_id
        self._at = at
        self._rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}

    def add(self, table: str, **columns: Any) -> UUID:
        """Add a row and return its id."""
        row_id = columns.pop("id", None) or new_id()
        self._rows[table].append({"cluster_id": self._cluster_id, "id": row_id, **columns})
        made: UUID = row_id
        return made

    def add_organisation(self, data: OrganisationData, tag_ids: Mapping[str, UUID]) -> UUID:
        """Add complete data with all its parts; return the organisation's id."""
        organisation_id = self.add(
            "organisations",
            **scalar_columns(data),
            created_at=self._at,
            archived_at=None,
            version=1,
        )
        self.add_parts(organisation_id, data, tag_ids)
        return organisation_id

    def add_parts(
        self, organisation_id: UUID, data: OrganisationData, tag_ids: Mapping[str, UUID]
    ) -> None:
        """Add the parts of complete data to an organisation."""
        own = {"organisation_id": organisation_id}
        for identifier in data.identifiers:
            self.add(
                "organisation_identifiers",
                **own,
                scheme=identifier.scheme.value,
                value=identifier.value,
            )
        for address in data.addresses:
            self.add("organisation_addresses", **own, **address_columns(address))
        for size in data.sizes:
            self.add(
                "organisation_sizes",
                **own,
                year=size.year,
                headcount_centi=size.headcount_centi,
                turnover_cents=size.turnover_cents,
                balance_sheet_cents=size.balance_sheet_cents,
                source=size.source,
            )
        for activity in data.activities:
            self.add(
                "organisation_activities",
                **own,
                revision=activity.revision.value,
                code=activity.code,
                is_main=activity.is_main,
            )
        for contact in data.contacts:
            self.add_contact(organisation_id, contact)
        for tag in data.tags:
            self.add("organisation_tags", **own, tag_id=tag_ids[names.tag_key(tag)])

    def add_contact(self, organisation_id: UUID, contact: ContactData) -> UUID:
        """Add a contact with its roles; return the contact's id."""
        contact_id = self.add(
            "contacts",
            organisation_id=organisation_id,
            person_id=None,
            **contact_columns(contact),
            created_at=self._at,
            archived_at=None,
            version=1,
        )
        for role in contact.roles:
            self.add(
                "contact_roles",
                contact_id=contact_id,
                organisation_id=organisation_id,
                role=role.role.value,
                valid_from=role.valid_from,
                valid_until=role.valid_until,
            )
        return contact_id

    def write(self, work: UnitOfWork) -> None:
        """Insert everything, one statement per table that has rows."""
        for table in TABLES:
            rows = self._rows[table.name]
            insert_rows(work.session, table, rows)
            self._rows[table.name] = []


def address_columns(address: AddressData) -> Row:
    """Return the columns of a complete address, with its NUTS code and how it was found."""
    nuts_code, nuts_source = nuts_of(address)
    return {
        "kind": address.kind.value,
        "street": address.street,
        "postcode": address.postcode,
        "city": address.city,
        "country": address.country,
        "nuts_code": nuts_code,
        "nuts_source": nuts_source,
    }


def contact_columns(contact: ContactData) -> Row:
    """Return the columns of a complete contact."""
    return {
        "given_name": contact.given_name,
        "family_name": contact.family_name,
        "email": contact.email,
        "phone": contact.phone,
        "job_title": contact.job_title,
        "language": contact.language,
    }


def ensure_tags(work: UnitOfWork, wanted: Iterable[str]) -> dict[str, UUID]:
    """Return folded name → id of tags, making those that do not exist yet (two statements)."""
    by_folded = {names.tag_key(tag): tag for tag in wanted}
    if not by_folded:
        return {}
    rows = [
        {"cluster_id": work.cluster_id, "id": new_id(), "name": tag, "folded": folded}
        for folded, tag in sorted(by_folded.items())
    ]
    statement = insert_or_nothing(Tag.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
    work.session.execute(statement, rows)
    found = work.session.execute(select(Tag.folded, Tag.id).where(Tag.folded.in_(list(by_folded))))
    return {row.folded: row.id for row in found}


def refuse_taken_numbers(
    work: UnitOfWork, identifiers: Sequence[IdentifierData], *, field: str = "identifiers"
) -> None:
    """Raise IdentifierTaken at the first number that an organisation here already has."""
    if not identifiers:
        return
    taken = {
        (scheme, value)
        for scheme, value in work.session.execute(
            select(Identifier.scheme, Identifier.value).where(
                Identifier.value.in_([i.value for i in identifiers])
            )
        )
    }
    for place, identifier in enumerate(identifiers):
        if (identifier.scheme.value, identifier.value) in taken:
            raise IdentifierTaken(field=f"{field}.{place}.value")


def load(work: UnitOfWork, organisation_id: UUID) -> Organisation:
    """Return an organisation just written by `RowSet`."""
    return work.session.get_one(Organisation, (work.cluster_id, organisation_id))
