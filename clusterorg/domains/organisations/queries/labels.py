"""Tags and custom fields of a cluster."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import CustomField, OrganisationTag, Tag
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind


def tags(session: Session) -> Sequence[AnyRow]:
    """Return (id, name, used) of every tag, by name."""
    return session.execute(
        select(Tag.id, Tag.name, func.count(OrganisationTag.id).label("used"))
        .outerjoin(
            OrganisationTag,
            (OrganisationTag.cluster_id == Tag.cluster_id) & (OrganisationTag.tag_id == Tag.id),
        )
        .group_by(Tag.cluster_id, Tag.id)
        .order_by(Tag.folded)
    ).all()


def custom_fields(session: Session, *, archived: bool = False) -> Sequence[CustomField]:
    """Return the cluster's own fields in their order; archived ones only when asked for."""
    statement = select(CustomField).order_by(CustomField.position, CustomField.id)
    if not archived:
        statement = statement.where(CustomField.archived_at.is_(None))
    return session.scalars(statement).all()


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
