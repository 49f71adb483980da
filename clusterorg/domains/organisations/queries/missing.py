"""What is missing: organisations for which nobody is named."""

from datetime import date
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import ContactRoleRow, Organisation
from clusterorg.domains.organisations.queries.contacts import valid_on


def without_contact(session: Session, among: Select[Any], on: date) -> int:
    """Return how many of the organisations (`among` selects their ids) have nobody in any role."""
    somebody = exists().where(
        ContactRoleRow.cluster_id == Organisation.cluster_id,
        ContactRoleRow.organisation_id == Organisation.id,
        valid_on(on),
    )
    return (
        session.scalar(
            select(func.count())
            .select_from(Organisation)
            .where(Organisation.id.in_(among), ~somebody)
        )
        or 0
    )
