"""Let the people of a new member into the portal."""

from datetime import datetime
from uuid import UUID

from clusterorg.domains.identity import actions as identity
from clusterorg.domains.identity import queries as identity_queries
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations import queries as organisation_queries
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def invite_contacts(
    work: UnitOfWork, *, organisation_id: UUID, language: str, actor: Actor, at: datetime
) -> int:
    """Link and invite every contact who has a name, a mail address and no sign-in yet.

    Invoices also go to shared addresses without a name: those get no sign-in. Returns how many.
    """
    organisation = organisation_queries.get_organisation(work.session, organisation_id)
    inviter = Actor.system(identity_queries.get_cluster(work.session, work.cluster_id).name)
    invited = 0
    for contact in organisation_queries.contacts_of(work.session, organisation_id):
        named = contact.given_name and contact.family_name and contact.email
        if contact.archived or contact.person_id is not None or not named:
            continue
        person = identity.invite_person(
            work,
            email=contact.email or "",
            given_name=contact.given_name,
            family_name=contact.family_name,
            language=contact.language or language,
            organisation=organisation.name,
            actor=inviter,
            at=at,
        )
        organisations.link_person(
            work, contact_id=contact.id, person_id=person.id, actor=actor, at=at
        )
        invited += 1
    return invited
