"""Tags: words to group organisations by."""

from typing import Any
from uuid import UUID

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.schemas.labels import (
    TaggingInput,
    TagMergeInput,
    TagNameInput,
    TagOutput,
)
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, writes
from clusterorg.web.work import session, unit_of_work


@lists(TagOutput)
def index() -> Any:
    """List the tags and how many organisations wear each."""
    return queries.tags(session())


@writes(None, takes=TaggingInput)
def assign(data: dict[str, Any]) -> None:
    """Put tags on organisations and take others off; unknown tags are made."""
    with unit_of_work() as work:
        actions.tag_organisations(work, **data, **who_and_when())


@writes(TagOutput, takes=TagNameInput)
def rename(data: dict[str, Any], tag_id: UUID) -> Any:
    """Rename a tag everywhere."""
    with unit_of_work() as work:
        actions.rename_tag(work, tag_id=tag_id, name=data["name"], **who_and_when())
    return queries.get_tag(session(), tag_id)


@writes(TagOutput, takes=TagMergeInput)
def merge(data: dict[str, Any], tag_id: UUID) -> Any:
    """Merge a tag into another: what wears it wears the other one, and it is gone."""
    with unit_of_work() as work:
        actions.merge_tags(work, kept_id=data["kept_id"], gone_id=tag_id, **who_and_when())
    return queries.get_tag(session(), data["kept_id"])


@writes(None)
def remove(tag_id: UUID) -> None:
    """Take a tag off everything and delete it."""
    with unit_of_work() as work:
        actions.delete_tag(work, tag_id=tag_id, **who_and_when())
