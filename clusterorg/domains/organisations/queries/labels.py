"""Tags and custom fields of a cluster."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.errors import PartNotFound
from clusterorg.domains.organisations.models import (
    CustomField,
    Organisation,
    OrganisationTag,
    Tag,
)
from clusterorg.domains.organisations.queries.directory import not_merged
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.names import tag_key
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.scope import kept


def tags(session: Session) -> Sequence[AnyRow]:
    """Return (id, name, used) of every tag, by name."""
    return session.execute(_tags()).all()


def _tags() -> Select[UUID, str, int]:
    return (
        select(Tag.id, Tag.name, func.count(OrganisationTag.id).label("used"))
        .outerjoin(
            OrganisationTag,
            (OrganisationTag.cluster_id == Tag.cluster_id) & (OrganisationTag.tag_id == Tag.id),
        )
        .group_by(Tag.cluster_id, Tag.id)
        .order_by(Tag.folded)
    )


def tags_of(session: Session, organisation_id: UUID) -> Sequence[AnyRow]:
    """Return (id, name) of the tags of an organisation, by name."""
    return session.execute(
        select(Tag.id, Tag.name)
        .join(
            OrganisationTag,
            (OrganisationTag.cluster_id == Tag.cluster_id) & (OrganisationTag.tag_id == Tag.id),
        )
        .where(OrganisationTag.organisation_id == organisation_id)
        .order_by(Tag.folded)
    ).all()


def get_tag(session: Session, tag_id: UUID) -> AnyRow:
    """Return (id, name, used) of a tag; raises PartNotFound."""
    found = session.execute(_tags().where(Tag.id == tag_id)).first()
    if found is None:
        raise PartNotFound(field="tag_id")
    return found


def find_tag(session: Session, name: str) -> UUID | None:
    """Return the tag of this name, whatever its capitals and accents; None: there is none."""
    return session.scalar(select(Tag.id).where(Tag.folded == tag_key(name)))


def wearing_both(session: Session, one_id: UUID, other_id: UUID) -> int:
    """Return how many organisations wear both of two tags."""
    other = select(OrganisationTag.organisation_id).where(OrganisationTag.tag_id == other_id)
    return (
        session.scalar(
            select(func.count()).where(
                OrganisationTag.tag_id == one_id, OrganisationTag.organisation_id.in_(other)
            )
        )
        or 0
    )


def custom_fields(session: Session, *, archived: bool = False) -> Sequence[CustomField]:
    """Return the cluster's own fields in their order; archived ones only when asked for."""
    statement = _all_fields(session) if archived else _fields_in_use(session)
    return session.scalars(statement).all()


@kept
def _all_fields() -> Select[CustomField]:
    return select(CustomField).order_by(CustomField.position, CustomField.id)


@kept
def _fields_in_use() -> Select[CustomField]:
    in_use = CustomField.archived_at.is_(None)
    return select(CustomField).where(in_use).order_by(CustomField.position, CustomField.id)


def get_custom_field(session: Session, field_id: UUID) -> CustomField:
    """Return a field; raises PartNotFound."""
    field = session.scalar(select(CustomField).where(CustomField.id == field_id))
    if field is None:
        raise PartNotFound(field="field_id")
    return field


def fields_filled(session: Session) -> dict[str, int]:
    """Return how many organisations have a value, by the key of the field."""
    key = func.jsonb_object_keys(Organisation.custom).label("key")
    filled = select(key).where(not_merged()).subquery()
    rows = session.execute(select(filled.c.key, func.count()).group_by(filled.c.key))
    return {row[0]: row[1] for row in rows}


def values_filled(session: Session, key: str) -> dict[str, int]:
    """Return how many organisations have each value of a field, the most frequent first."""
    value = Organisation.custom[key].astext
    counted = func.count()
    rows = session.execute(
        select(value, counted)
        .where(not_merged(), value.is_not(None))
        .group_by(value)
        .order_by(counted.desc(), value)
    )
    return {row[0]: row[1] for row in rows}


def field_definitions(session: Session) -> tuple[FieldDefinition, ...]:
    """Return the fields as the rules need them."""
    return tuple(
        FieldDefinition(
            key=field.key,
            label=field.label,
            kind=FieldKind(field.kind),
            choices=tuple(field.choices),
            required=field.required,
        )
        for field in custom_fields(session)
    )
