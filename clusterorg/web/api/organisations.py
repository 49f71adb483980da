"""Organisations: members, applicants, sponsors and all others that the cluster knows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError, fields

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.errors import UnknownCustomField
from clusterorg.domains.organisations.queries.directory import Archived
from clusterorg.domains.organisations.schemas.organisations import (
    CandidateOutput,
    MergeInput,
    OrganisationChanges,
    OrganisationInput,
    OrganisationOutput,
    OrganisationRow,
    ReasonInput,
    Suggestion,
)
from clusterorg.domains.organisations.vocabulary import Helix, OrganisationData, SizeClass, SubGroup
from clusterorg.kernel import audit
from clusterorg.kernel.audit_schemas import AuditOutput
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Choice, Count, Input, Text
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work


class OwnValue(fields.String):
    """`key:value` of one of the cluster's own fields, read as the two."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        key, _colon, value = str(super()._deserialize(*args, **kwargs)).partition(":")
        if not key or not value:
            raise ValidationError("Write the field's key, a colon and the value.")
        return key, value


class OrganisationQuery(Paged):
    """What the list is narrowed to; all that is given has to hold, of several tags any."""

    q = Text(100, load_default="", metadata={"description": "Words of the name, or a number."})
    helix = Choice(Helix)
    subgroup = Choice(SubGroup)
    size_class = Choice(SizeClass)
    tag = fields.List(fields.UUID(), metadata={"description": "Ids of tags; any of them."})
    custom = fields.List(
        OwnValue(),
        metadata={
            "description": "Values of the cluster's own fields as `key:value`, yes and no as true "
            "and false; several values of one field: any of them."
        },
    )
    country = Text(2, least=2)
    region = fields.List(
        Text(5, least=2),
        metadata={"description": "NUTS codes; a region with all that lies in it, any of them."},
    )
    is_startup = fields.Boolean()
    archived = Choice(Archived, load_default=Archived.NO)


class SuggestQuery(Input):
    """What was typed so far."""

    q = Text(100, required=True)
    limit = Count(1, 50, load_default=10)


def filter_of(query: dict[str, Any]) -> queries.DirectoryFilter:
    """Return the list's filter from a query string."""
    apart = ("q", "tag", "region", "custom", "cursor", "limit")
    wanted = {name: value for name, value in query.items() if name not in apart}
    return queries.DirectoryFilter(
        text=query["q"],
        tag_ids=tuple(query.get("tag", ())),
        regions=tuple(code.upper() for code in query.get("region", ())),
        custom=_own_values(query.get("custom", ())),
        **wanted,
    )


def _own_values(given: Sequence[tuple[str, str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not given:
        return ()
    known = {each.key for each in queries.custom_fields(session(), archived=True)}
    found: dict[str, tuple[str, ...]] = {}
    for key, value in given:
        if key not in known:
            raise UnknownCustomField(field="custom", key=key)
        found[key] = (*found.get(key, ()), value)
    return tuple(found.items())


@lists(OrganisationRow, asks=OrganisationQuery)
def index(query: dict[str, Any]) -> Page:
    """List organisations by name."""
    return queries.directory(
        session(), filter_of(query), today(), cursor=query["cursor"], limit=query["limit"]
    )


@lists(Suggestion, asks=SuggestQuery)
def suggest(query: dict[str, Any]) -> Any:
    """Search as you type.

    Names that contain what was typed, beginnings first; then names that look like it.
    """
    return queries.search(session(), query["q"], limit=query["limit"])


@writes(OrganisationOutput, takes=OrganisationInput, status=201, etag=True, once="optional")
def create(data: OrganisationData) -> Any:
    """Add an organisation with all its parts."""
    with unit_of_work() as work:
        made = actions.add_organisation(work, data=data, **who_and_when())
        where = {"Location": url_for("api.organisations_show", organisation_id=made.id)}
        return queries.overview(session(), made.id, today()), where


@reads(OrganisationOutput, etag=True)
def show(organisation_id: UUID) -> Any:
    """Read an organisation with all its parts.

    One that was merged is not found; the refusal's `detail` names the one it went into.
    """
    return queries.overview(session(), organisation_id, today())


@writes(OrganisationOutput, takes=OrganisationChanges, etag=True, edits=True)
def update(data: dict[str, Any], organisation_id: UUID, version: int) -> Any:
    """Change an organisation's own fields."""
    with unit_of_work() as work:
        actions.update_organisation(
            work,
            organisation_id=organisation_id,
            changed=data,
            expected_version=version,
            **who_and_when(),
        )
    return queries.overview(session(), organisation_id, today())


@writes(OrganisationOutput, takes=ReasonInput, etag=True)
def archive(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Put an organisation away: lists leave it out, its history stays."""
    with unit_of_work() as work:
        actions.archive_organisation(
            work, organisation_id=organisation_id, reason=data.get("reason"), **who_and_when()
        )
    return queries.overview(session(), organisation_id, today())


@writes(OrganisationOutput, etag=True)
def restore(organisation_id: UUID) -> Any:
    """Take an archived organisation back."""
    with unit_of_work() as work:
        actions.restore_organisation(work, organisation_id=organisation_id, **who_and_when())
    return queries.overview(session(), organisation_id, today())


@lists(CandidateOutput)
def duplicates(organisation_id: UUID) -> Any:
    """Possible duplicates of an organisation, most likely first."""
    organisation = queries.get_organisation(session(), organisation_id)
    found = queries.duplicates_of(session(), organisation)
    return [
        {
            "organisation_id": candidate.organisation_id,
            "name": candidate.name,
            "score": candidate.score,
            "reasons": [{"reason": why, "detail": detail} for why, detail in candidate.reasons],
        }
        for candidate in found
    ]


@writes(OrganisationOutput, takes=MergeInput, etag=True)
def merge(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Merge another organisation into this one; nothing is lost.

    Empty fields are filled from the other; where both have a value this one's stands and the
    other's stays in the audit log. The other one's address answers 404 from then on.
    """
    with unit_of_work() as work:
        actions.merge_organisations(
            work,
            kept_id=organisation_id,
            gone_id=data["gone_id"],
            reason=data.get("reason"),
            **who_and_when(),
        )
    return queries.overview(session(), organisation_id, today())


@lists(AuditOutput, asks=Paged)
def timeline(query: dict[str, Any], organisation_id: UUID) -> Page:
    """All that happened to an organisation, newest first: who, when, what, why."""
    queries.get_organisation(session(), organisation_id)
    return audit.entries(
        session(), concerns_id=organisation_id, cursor=query["cursor"], limit=query["limit"]
    )
