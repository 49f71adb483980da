"""Categories, dues, applications in every state, memberships with everything that befell them."""

from datetime import date
from typing import Any
from uuid import UUID

from clusterorg.domains.membership import actions
from clusterorg.domains.membership.vocabulary import (
    ActivationCause,
    ApplicationForm,
    CategoryData,
    RateData,
    SchemeData,
    SettingsData,
)
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
)
from clusterorg.kernel.actor import Actor
from tests.support.filling.hand import Hand

CATEGORY = "member"
BY_SIZE = {"micro": 50_000, "small": 120_000, "medium": 275_000, "large": 750_000}
RATES = (
    *(
        RateData(cents=cents, helix=Helix.BUSINESS, size_class=SizeClass(size))
        for size, cents in BY_SIZE.items()
    ),
    *(RateData(cents=40_000, helix=helix) for helix in Helix if helix is not Helix.BUSINESS),
)


def prepare(hand: Hand, filled: Any) -> None:
    """Decide categories, policies and the dues scheme; leave a draft of next year's."""
    names = {"en": "Member", "nl": "Lid", "fr": "Membre"}
    made = hand.do(actions.add_category, data=CategoryData(code=CATEGORY, names=names))
    hand.do(actions.change_settings, data=SettingsData())
    scheme = hand.do(actions.draft_scheme, data=_scheme(date(2020, 1, 1)))
    hand.do(actions.publish_scheme, scheme_id=scheme.id)
    draft = hand.do(actions.draft_scheme, data=_scheme(date(hand.today.year + 1, 1, 1)))
    filled.ids |= {"category_id": made.id, "scheme_id": draft.id, "published_id": scheme.id}


def _scheme(valid_from: date) -> SchemeData:
    return SchemeData(valid_from=valid_from, rates=RATES)


def fill(hand: Hand, filled: Any, rows: int) -> None:
    """Write `rows` of everything; the first organisation is a member who owes its dues."""
    member = filled.ids["organisation_id"]
    hand.do(actions.admit_organisation, organisation_id=member, category=CATEGORY)
    for number in range(rows):
        _applications(hand, filled, number)
        _leave_and_return(hand, number)
        _suspend(hand, number)
        _withdraw_activation(hand, number)
        _waive(hand, number)
        uncharged = _add(hand, "uncharged", number)
        hand.do(
            actions.admit_organisation, organisation_id=uncharged, category=CATEGORY, charged=False
        )
        _run(hand, filled)


def _applications(hand: Hand, filled: Any, number: int) -> None:
    """One that waits, one that was asked something, one that was refused, one half filled in."""
    waiting = _apply(hand, "applicant", number)
    filled.ids.setdefault("application_id", waiting)
    asked = _apply(hand, "asked", number)
    hand.do(actions.ask_for_information, application_id=asked, question="Which year?")
    refused = _apply(hand, "refused", number)
    hand.do(actions.reject_application, application_id=refused, reason="Not here")
    approved = _apply(hand, "approved", number)
    hand.do(actions.approve_application, application_id=approved)
    hand.do(actions.start_application, form=_form(hand, "half", number), actor=Actor.public())
    mail = f"half{number}@{hand.cast.slug}.example"
    hand.do(actions.send_resume_links, email=mail, actor=Actor.public())


def _apply(hand: Hand, what: str, number: int) -> UUID:
    sent = hand.do(actions.apply, form=_form(hand, what, number), actor=Actor.public())
    return sent.application.id


def _form(hand: Hand, what: str, number: int) -> ApplicationForm:
    mail = f"{what}{number}@{hand.cast.slug}.example"
    contact = ContactData(given_name="Ann", family_name=hand.named(what), email=mail)
    organisation = OrganisationData(
        name=hand.named(what, number),
        helix=Helix.BUSINESS,
        declared_size=SizeClass.SMALL,
        contacts=(contact,),
        identifiers=(
            IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value=hand.new_number()),
        ),
    )
    return ApplicationForm(organisation=organisation, category=CATEGORY, consent=True)


def _add(hand: Hand, what: str, number: int) -> UUID:
    data = OrganisationData(
        name=hand.named(what, number), helix=Helix.KNOWLEDGE, declared_size=SizeClass.SMALL
    )
    return hand.do(organisations.add_organisation, data=data).id


def _member(hand: Hand, what: str, number: int) -> tuple[UUID, UUID]:
    organisation_id = _add(hand, what, number)
    term_id, _invoice = hand.do(
        actions.admit_organisation, organisation_id=organisation_id, category=CATEGORY
    )
    return organisation_id, term_id


def _leave_and_return(hand: Hand, number: int) -> None:
    stays, _term = _member(hand, "stays", number)
    hand.do(actions.cancel_membership, organisation_id=stays)
    hand.do(actions.take_back_cancellation, organisation_id=stays)
    leaves, _term = _member(hand, "leaves", number)
    hand.do(actions.cancel_membership, organisation_id=leaves)


def _suspend(hand: Hand, number: int) -> None:
    for what in ("back", "suspended"):
        member, term = _member(hand, what, number)
        hand.do(actions.activate_term, term_id=term, cause=ActivationCause.DECISION, on=hand.today)
        hand.do(actions.suspend_membership, organisation_id=member, reason="Silence")
        if what == "back":
            hand.do(actions.lift_suspension, organisation_id=member)


def _withdraw_activation(hand: Hand, number: int) -> None:
    _organisation, term = _member(hand, "withdrawn", number)
    by = {"term_id": term, "cause": ActivationCause.DECISION, "on": hand.today}
    hand.do(actions.activate_term, **by)
    hand.do(actions.withdraw_activation, **by)


def _waive(hand: Hand, number: int) -> None:
    member, _term = _member(hand, "waived", number)
    year = hand.today.year
    hand.do(actions.waive_dues, organisation_id=member, year=year, reason="A hard year")


def _run(hand: Hand, filled: Any) -> None:
    run = hand.do(actions.start_dues_run, year=hand.today.year)
    while hand.do(actions.carry_out_dues_block, run_id=run.id):
        pass
    filled.ids.setdefault("run_id", run.id)
