"""The portal invitation of a new member's first contact."""

from datetime import date, datetime
from uuid import UUID

from clusterorg.domains.identity import actions as identity_actions
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.organisations import actions as organisation_actions
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def invite_to_portal(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    email: str,
    language: str,
    on: date,
    actor: Actor,
    at: datetime,
) -> None:
    """Let the contact with this address into the portal, once; somebody already linked stays."""
    contact = organisations.find_contact(work.session, organisation_id, email)
    if contact is None or contact.email is None or contact.person_id is not None:
        return
    party = organisations.billing_party(work.session, organisation_id, on)
    given = contact.given_name or contact.email.split("@")[0]
    person = identity_actions.invite_person(
        work,
        email=contact.email,
        given_name=given,
        family_name=contact.family_name or party.name[:100],
        language=contact.language or language,
        organisation=party.name,
        actor=_inviter(work, actor),
        at=at,
    )
    organisation_actions.link_person(
        work, contact_id=contact.id, person_id=person.id, actor=actor, at=at
    )


def _inviter(work: UnitOfWork, actor: Actor) -> Actor:
    """A rule invites in the cluster's name."""
    if actor.kind != "system":
        return actor
    return Actor.system(identity.get_cluster(work.session, work.cluster_id).name)
