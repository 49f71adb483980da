"""The demo's member contact: the spokesman of one organisation gets a sign-in of their own."""

from datetime import datetime

from clusterorg.demo.recipes import SMAAKKUST
from clusterorg.domains.identity import actions as identity
from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.vocabulary import ContactRole
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

ORGANISATION = "Chocoladeatelier Morandijn bv"
PORTAL_PERSON = "member@smaakkust.example"


def give_sign_in(work: UnitOfWork, *, password: str, actor: Actor, at: datetime) -> None:
    """Let the voting representative of ORGANISATION sign in."""
    found = queries.search(work.session, ORGANISATION, limit=1)[0]
    contact = next(
        contact
        for contact in queries.contacts_of(work.session, found.id)
        if any(role.role == ContactRole.VOTING_REPRESENTATIVE for role in contact.roles)
    )
    person = identity.add_person(
        work,
        email=PORTAL_PERSON,
        given_name=contact.given_name,
        family_name=contact.family_name,
        language=SMAAKKUST.facts["default_language"],
        password=password,
        at=at,
    )
    actions.link_person(work, contact_id=contact.id, person_id=person.id, actor=actor, at=at)
