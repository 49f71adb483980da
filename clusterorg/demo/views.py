"""Two views of the members list that every demo cluster shares, in its own language."""

from datetime import datetime
from typing import Any

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

VIEWS: tuple[tuple[dict[str, str], dict[str, Any]], ...] = (
    (
        {"nl": "Lidgeld nog open", "fr": "Cotisations à encaisser", "de": "Beitrag noch offen"},
        {"dues": ["open", "overdue"], "columns": ["category", "status", "dues", "email", "city"]},
    ),
    (
        {"nl": "Adreslijst", "fr": "Liste d'adresses", "de": "Adressliste"},
        {"columns": ["helix", "email", "website", "city", "country"]},
    ),
)


def share_views(work: UnitOfWork, *, language: str, actor: Actor, at: datetime) -> None:
    """Save the views for all colleagues."""
    by = ViewKeeper(actor.id, shares=True)
    for names, arguments in VIEWS:
        actions.save_view(
            work,
            list_key="members",
            name=names[language],
            arguments=arguments,
            shared=True,
            by=by,
            actor=actor,
            at=at,
        )
