"""Finding people: contacts by name or mail address, with the organisation they act for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Contact, Organisation
from clusterorg.domains.organisations.rules.names import fold


def search_people(session: Session, text: str, *, limit: int = 10) -> Sequence[Row[Any]]:
    """Return (contact_id, given_name, family_name, email, organisation_id, organisation), by name.

    Every word has to stand in the name or the mail address, whatever its case and accents.
    """
    words = fold(text).split()[:4]
    if not words:
        return []
    said = func.plain_text(
        func.concat_ws(" ", Contact.given_name, Contact.family_name, Contact.email)
    )
    columns: tuple[Any, ...] = (
        Contact.id.label("contact_id"),
        Contact.given_name,
        Contact.family_name,
        Contact.email,
        Organisation.id.label("organisation_id"),
        Organisation.name.label("organisation"),
    )
    return session.execute(
        select(*columns)
        .select_from(Contact)
        .join(
            Organisation,
            (Organisation.cluster_id == Contact.cluster_id)
            & (Organisation.id == Contact.organisation_id),
        )
        .where(
            Contact.archived_at.is_(None),
            *(said.contains(word, autoescape=True) for word in words),
        )
        .order_by(Contact.family_name, Contact.given_name, Contact.id)
        .limit(limit)
    ).all()
