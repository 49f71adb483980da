"""Rows that update organisations which are here already: what the file gives replaces, parts join.

What was there before is kept with the row, so that the undo of the import can put it back.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.organisations.actions.writing import (
    RowSet,
    address_columns,
    ensure_tags,
    scalar_columns,
)
from clusterorg.domains.organisations.errors import IdentifierTaken, OrganisationNotFound
from clusterorg.domains.organisations.models import (
    Activity,
    Address,
    Contact,
    Identifier,
    Organisation,
    OrganisationTag,
    Size,
)
from clusterorg.domains.organisations.queries.directory import not_merged
from clusterorg.domains.organisations.rules import names
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.vocabulary import OrganisationData, Outcome
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from clusterorg.domains.organisations.actions.imports.carry import Task

# Import target → column, where a given cell replaces what stands there.
_REPLACED = {
    "name": "name",
    "legal_name": "legal_name",
    "helix": "helix",
    "subgroup": "subgroup",
    "size_class": "declared_size",
    "website": "website",
    "email": "email",
    "phone": "phone",
    "language": "language",
    "is_startup": "is_startup",
    "founded_on": "founded_on",
    "note": "note",
}
_DERIVED = ("sort_name", "match_name", "search_text", "web_domain", "mail_domain")


def update_block(work: UnitOfWork, tasks: Sequence["Task"], actor: Actor, at: datetime) -> None:
    """Carry out the updates of a block, with a fixed number of reads for any number of rows."""
    if not tasks:
        return
    from clusterorg.domains.organisations.actions.imports.carry import taken_numbers

    ids = list({task.row.target_id for task in tasks})
    targets = {
        one.id: one
        for one in work.session.scalars(
            select(Organisation).where(Organisation.id.in_(ids), not_merged())
        )
    }
    taken = taken_numbers(work, tasks)
    present = _Present(work, ids)
    tags = ensure_tags(work, [tag for t in tasks if t.read.data for tag in t.read.data.tags])
    rows = RowSet(work.cluster_id, at)
    for task in tasks:
        target, data = targets.get(task.row.target_id), task.read.data
        if target is None or data is None:
            task.fail(OrganisationNotFound.code, OrganisationNotFound.message)
            continue
        owners = {taken.get((i.scheme.value, i.value), target.id) for i in data.identifiers}
        if owners - {target.id}:
            task.fail(IdentifierTaken.code, IdentifierTaken.message)
            continue
        task.before = _replace(target, data, task)
        task.before["added"] = present.join(rows, target.id, data, tags)
        task.before["parts"] = present.replaced.pop(target.id, [])
        task.organisation_id, task.outcome = target.id, Outcome.UPDATED
    rows.write(work)
    work.session.flush()
    lines = []
    for task in tasks:
        if task.outcome is Outcome.UPDATED and task.before is not None:
            target = targets[task.row.target_id]
            task.version_after = target.version
            lines.append(_line(task, target, actor, at))
    work.record_many(lines)


def _line(task: "Task", target: Organisation, actor: Actor, at: datetime) -> Line:
    before = dict(task.before or {})
    after = {name: plain(getattr(target, name)) for name in before["columns"]}
    return Line(
        "organisation.updated_by_import",
        "organisation",
        target.id,
        actor,
        at,
        concerns_id=target.id,
        before={"columns": before["columns"], "parts": before["parts"]},
        after={"columns": after, "added": before["added"], "line": task.row.line},
    )


def _replace(target: Organisation, data: OrganisationData, task: "Task") -> dict[str, Any]:
    """Set the columns the file gives, return what stood there; a proposed helix replaces none."""
    columns = scalar_columns(data)
    given = {_REPLACED[t] for t in task.read.values if t in _REPLACED}
    if task.read.proposal is not None:
        given -= {"helix", "subgroup"}
    elif "helix" in given and data.helix.value != target.helix:
        given.add("subgroup")  # an old sub-group would belong to another helix
    elif data.helix.value != target.helix:
        given -= {"subgroup"}
    wanted = {name: columns[name] for name in given}
    if data.custom:
        wanted["custom"] = {**target.custom, **data.custom}
    before, after = changes({name: getattr(target, name) for name in wanted}, wanted)
    for name in after:
        setattr(target, name, wanted[name])
    if after:
        _derive(target)
    return {"columns": before}


def _derive(target: Organisation) -> None:
    domain = names.web_domain(target.website)
    target.sort_name = names.sort_name(target.name)
    target.match_name = names.match_name(target.name)
    target.search_text = names.search_text(target.name, target.legal_name, domain)
    target.web_domain, target.mail_domain = domain, names.mail_domain(target.email)


class _Present:
    """The parts that the organisations of a block have already, read in six statements."""

    def __init__(self, work: UnitOfWork, ids: Sequence[UUID]) -> None:
        def pairs(model: Any, *columns: str) -> set[tuple[Any, ...]]:
            listed = [model.organisation_id, *(getattr(model, column) for column in columns)]
            statement = select(*listed).where(model.organisation_id.in_(ids))
            return {tuple(row) for row in work.session.execute(statement)}

        self.identifiers = pairs(Identifier, "scheme", "value")
        self.activities = pairs(Activity, "revision", "code")
        self.tags = pairs(OrganisationTag, "tag_id")
        self.mails = pairs(Contact, "email")
        self.contact_names = pairs(Contact, "given_name", "family_name")
        self.addresses = {
            (one.organisation_id, one.kind): one
            for one in work.session.scalars(
                select(Address).where(Address.organisation_id.in_(ids), Address.kind != "visiting")
            )
        }
        self.sizes = {
            (one.organisation_id, one.year): one
            for one in work.session.scalars(select(Size).where(Size.organisation_id.in_(ids)))
        }
        self.replaced: dict[UUID, list[dict[str, Any]]] = {}

    def join(
        self, rows: RowSet, target_id: UUID, data: OrganisationData, tags: dict[str, UUID]
    ) -> dict[str, list[str]]:
        """Add what is missing, replace addresses and figures; return the ids added, by table."""
        added: dict[str, list[str]] = {}

        def add(table: str, **columns: Any) -> None:
            row_id = rows.add(table, organisation_id=target_id, **columns)
            added.setdefault(table, []).append(str(row_id))

        for known, key, table, columns in self._listed(target_id, data, tags):
            if key not in known:
                known.add(key)
                add(table, **columns)
        self._join_contacts(rows, target_id, data, added)
        for part, table, columns in self._single(target_id, data):
            if part is None:
                add(table, **columns)
            else:
                self._set(part, target_id, columns)
        return added

    def _listed(
        self, target_id: UUID, data: OrganisationData, tags: dict[str, UUID]
    ) -> Iterator[tuple[set[tuple[Any, ...]], tuple[Any, ...], str, dict[str, Any]]]:
        """Give (known keys, key, table, columns) of the parts of which there may be many."""
        for one in data.identifiers:
            columns: dict[str, Any] = {"scheme": one.scheme.value, "value": one.value}
            key: tuple[Any, ...] = (target_id, *columns.values())
            yield self.identifiers, key, "organisation_identifiers", columns
        for activity in data.activities:
            columns = {"revision": activity.revision.value, "code": activity.code}
            key = (target_id, *columns.values())
            yield self.activities, key, "organisation_activities", columns | {"is_main": False}
        for tag in data.tags:
            tag_id = tags[names.tag_key(tag)]
            yield self.tags, (target_id, tag_id), "organisation_tags", {"tag_id": tag_id}

    def _single(
        self, target_id: UUID, data: OrganisationData
    ) -> Iterator[tuple[Any, str, dict[str, Any]]]:
        """Give (present row or None, table, columns) of the parts of which there is one each."""
        for address in data.addresses:
            known = self.addresses.get((target_id, address.kind.value))
            yield known, "organisation_addresses", address_columns(address)
        for size in data.sizes:
            figures = {
                "year": size.year,
                "headcount_centi": size.headcount_centi,
                "turnover_cents": size.turnover_cents,
                "balance_sheet_cents": size.balance_sheet_cents,
                "source": size.source,
            }
            yield self.sizes.get((target_id, size.year)), "organisation_sizes", figures

    def _join_contacts(
        self, rows: RowSet, target_id: UUID, data: OrganisationData, added: dict[str, list[str]]
    ) -> None:
        for contact in data.contacts:
            named = (target_id, contact.given_name, contact.family_name)
            known = (target_id, contact.email) in self.mails if contact.email else False
            if not known and named not in self.contact_names:
                self.contact_names.add(named)
                contact_id = rows.add_contact(target_id, contact)
                added.setdefault("contacts", []).append(str(contact_id))

    def _set(self, part: Any, target_id: UUID, columns: dict[str, Any]) -> None:
        present = {name: getattr(part, name) for name in columns}
        before, after = changes(present, columns)
        if not after:
            return
        for name, value in columns.items():
            setattr(part, name, value)
        self.replaced.setdefault(target_id, []).append(
            {"table": part.__tablename__, "id": str(part.id), "columns": before}
        )
