"""What tagging many organisations at once would change; as many statements for one as for all."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Organisation, OrganisationTag, Tag
from clusterorg.domains.organisations.queries.directory import not_merged
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.names import tag_key
from clusterorg.kernel.db import among
from clusterorg.kernel.scope import kept


def names_of(session: Session, organisation_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return (id, name, archived_at) of those that are here, by name; merged ones are not."""
    return session.execute(
        select(Organisation.id, Organisation.name, Organisation.archived_at)
        .where(among(Organisation.id, organisation_ids), not_merged())
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def tag_names(session: Session) -> Sequence[AnyRow]:
    """Return (id, name) of every tag, by name."""
    return session.execute(_tag_names(session)).all()


@kept
def _tag_names() -> Select[UUID, str]:
    return select(Tag.id, Tag.name).order_by(Tag.folded)


def wearers(session: Session, tag: str, organisation_ids: Collection[UUID]) -> set[UUID]:
    """Return which of the organisations wear a tag."""
    statement = (
        select(OrganisationTag.organisation_id)
        .join(
            Tag, (Tag.cluster_id == OrganisationTag.cluster_id) & (Tag.id == OrganisationTag.tag_id)
        )
        .where(Tag.folded == tag_key(tag), among(OrganisationTag.organisation_id, organisation_ids))
    )
    return set(session.scalars(statement))
