from dataclasses import replace
from datetime import date, timedelta

import pytest

from clusterorg.domains.membership import actions, errors, queries
from clusterorg.domains.membership.vocabulary import (
    ApplicationState,
    ApprovalPolicy,
    CategoryData,
    MembershipStatus,
    SettingsData,
)
from clusterorg.domains.organisations import actions as organisation_actions
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.errors import WrongCheckDigit
from clusterorg.domains.organisations.vocabulary import (
    FieldDefinition,
    FieldKind,
    Helix,
    IdentifierData,
    IdentifierScheme,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.keys import link_token
from tests.domains.membership.conftest import applied
from tests.support.jobs import waiting_jobs

PUBLIC = Actor.public()
TODAY = date(2026, 3, 2)


@pytest.fixture
def sent(smaak, open_for_members, work_for, at):
    with work_for(smaak) as work:
        return actions.apply(work, form=applied(), actor=PUBLIC, at=at).application


def mails(platform):
    return [args["template"] for name, args in waiting_jobs(platform) if name == "mail.send"]


def test_a_sent_application_waits_and_is_confirmed_in_the_applicants_language(
    smaak, sent, platform, work_for
):
    with work_for(smaak) as work:
        assert queries.state_of(work.session, sent.id) is ApplicationState.SUBMITTED
        rows = queries.inbox(work.session).rows

    assert [row.name for row in rows] == ["Bakkerij 100 bv"]
    assert mails(platform) == ["application_received"]
    assert sent.quoted == {"on": "2026-03-02", "total_cents": 100_000}


def test_approval_makes_a_member_with_contact_term_invoice_and_mail(
    smaak, sent, platform, work_for, actor, at
):
    with work_for(smaak) as work:
        made = actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with work_for(smaak) as work:
        found = queries.membership_of(work.session, made.organisation_id, TODAY)
        contact = organisations.voting_representative(work.session, made.organisation_id, TODAY)
        state = queries.state_of(work.session, sent.id)
    assert state is ApplicationState.APPROVED
    assert found.standing.status is MembershipStatus.AWAITING_PAYMENT
    assert [(o.cents, o.invoice_id) for o in found.obligations] == [(100_000, made.invoice_id)]
    assert contact.email == "an@b100.example"
    assert "application_approved" in mails(platform)


def test_a_field_that_no_applicant_is_asked_for_does_not_stand_in_the_way(
    smaak, sent, work_for, actor, at
):
    required = FieldDefinition(key="sector", label="Sector", kind=FieldKind.TEXT, required=True)
    with work_for(smaak) as work:
        organisation_actions.add_custom_field(work, definition=required, actor=actor, at=at)

    with work_for(smaak) as work:
        made = actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with work_for(smaak) as work:
        assert organisations.get_organisation(work.session, made.organisation_id).custom == {}


def test_a_second_application_is_refused_while_the_first_is_open(smaak, sent, work_for, at):
    twin = applied(
        organisation={
            "name": "Other name",
            "identifiers": (IdentifierData(scheme=IdentifierScheme.VAT, value="BE 0001.010.085"),),
        }
    )
    with pytest.raises(errors.SecondApplication) as refusal, work_for(smaak) as work:
        actions.apply(work, form=twin, actor=PUBLIC, at=at)

    assert refusal.value.field == "organisation.identifiers"


def test_a_member_cannot_apply_again(smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with pytest.raises(errors.AlreadyMember), work_for(smaak) as work:
        actions.apply(work, form=applied(), actor=PUBLIC, at=at)


def test_an_application_is_approved_once(smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with pytest.raises(errors.WrongApplicationState), work_for(smaak) as work:
        actions.approve_application(work, application_id=sent.id, actor=actor, at=at)


def test_a_rejected_organisation_reads_why_and_may_apply_again(
    smaak, sent, platform, work_for, actor, at
):
    with work_for(smaak) as work:
        actions.reject_application(
            work, application_id=sent.id, reason="Not in our field", actor=actor, at=at
        )
    with work_for(smaak) as work:
        again = actions.apply(work, form=applied(), actor=PUBLIC, at=at)

    assert again.state is ApplicationState.SUBMITTED
    assert "application_rejected" in mails(platform)


def test_a_rejection_needs_a_reason(smaak, sent, work_for, actor, at):
    with pytest.raises(errors.ReasonNeeded), work_for(smaak) as work:
        actions.reject_application(work, application_id=sent.id, reason=" ", actor=actor, at=at)


def test_a_question_leads_back_by_link_and_the_answer_is_sent_again(
    smaak, sent, platform, work_for, actor, at
):
    with work_for(smaak) as work:
        link = actions.ask_for_information(
            work, application_id=sent.id, question="How many people?", actor=actor, at=at
        )
    with work_for(smaak) as work:
        found = queries.application_of_link(work.session, link_token(link), at)
        form = applied(organisation={"name": "Bakkerij Honderd bv"})
        actions.save_application(work, application_id=found.id, form=form, actor=PUBLIC, at=at)
        again = actions.submit_application(work, application_id=found.id, actor=PUBLIC, at=at)

    with work_for(smaak) as work:
        events = [event.verb for event in queries.events_of(work.session, sent.id)]
    assert again.application.name == "Bakkerij Honderd bv"
    assert events == ["start", "submit", "ask", "submit"]
    assert "application_question" in mails(platform)


def test_a_used_an_expired_and_an_unknown_link_are_refused(smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        link = actions.ask_for_information(
            work, application_id=sent.id, question="?", actor=actor, at=at
        )
    with pytest.raises(errors.ResumeLinkExpired), work_for(smaak) as work:
        queries.application_of_link(work.session, link_token(link), at + timedelta(days=31))
    with pytest.raises(errors.ResumeLinkExpired), work_for(smaak) as work:
        queries.application_of_link(work.session, "nonsense", at)

    with work_for(smaak) as work:
        actions.submit_application(work, application_id=sent.id, actor=PUBLIC, at=at)
    with pytest.raises(errors.ResumeLinkExpired), work_for(smaak) as work:
        queries.application_of_link(work.session, link_token(link), at)


def test_another_clusters_link_leads_nowhere(smaak, meca, open_for_members, work_for, at):
    with work_for(smaak) as work:
        started = actions.start_application(work, form=applied(), actor=PUBLIC, at=at)

    with pytest.raises(errors.ResumeLinkExpired), work_for(meca) as work:
        queries.application_of_link(work.session, link_token(started.link_id), at)


def test_a_draft_says_nothing_wrong_until_it_is_sent(smaak, open_for_members, work_for, at):
    with work_for(smaak) as work:
        started = actions.start_application(work, form=applied(consent=False), actor=PUBLIC, at=at)

    with pytest.raises(errors.ConsentNeeded), work_for(smaak) as work:
        actions.submit_application(work, application_id=started.application.id, actor=PUBLIC, at=at)


def test_links_are_mailed_again_for_what_can_still_be_changed(
    smaak, open_for_members, platform, work_for, at
):
    with work_for(smaak) as work:
        actions.start_application(work, form=applied(), actor=PUBLIC, at=at)
    with work_for(smaak) as work:
        sent = actions.send_resume_links(work, email="AN@b100.example", actor=PUBLIC, at=at)
        none = actions.send_resume_links(work, email="no@one.example", actor=PUBLIC, at=at)

    assert (sent, none) == (1, 0)
    assert mails(platform) == ["application_draft"]


def test_a_withdrawn_application_lets_go_of_its_number(smaak, sent, work_for, at):
    with work_for(smaak) as work:
        actions.withdraw_application(work, application_id=sent.id, actor=PUBLIC, at=at)

    with work_for(smaak) as work:
        again = actions.apply(work, form=applied(), actor=PUBLIC, at=at)
    assert again.application.id != sent.id


@pytest.mark.parametrize(
    ("form", "refusal"),
    [
        (applied(consent=False), errors.ConsentNeeded),
        (applied(category="gold"), errors.CategoryNotFound),
        (applied(organisation={"contacts": ()}), errors.ContactNeeded),
        (applied(organisation={"identifiers": ()}), errors.IdentifierNeeded),
        (applied(organisation={"declared_size": None}), errors.SizeMissing),
        (
            applied(
                organisation={
                    "identifiers": (
                        IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value="0001010099"),
                    )
                }
            ),
            WrongCheckDigit,
        ),
    ],
)
def test_what_is_wrong_with_an_application_is_told_and_nothing_is_kept(
    smaak, open_for_members, work_for, at, form, refusal
):
    with pytest.raises(refusal), work_for(smaak) as work:
        actions.apply(work, form=form, actor=PUBLIC, at=at)

    with work_for(smaak) as work:
        assert queries.inbox(work.session, ()).rows == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"open_for_application": False}, errors.CategoryClosed),
        ({"helix": Helix.KNOWLEDGE}, errors.CategoryOfOtherHelix),
    ],
)
def test_a_category_that_is_not_for_the_applicant_is_refused(
    smaak, category, open_for_members, work_for, actor, at, changes, refusal
):
    data = CategoryData(code="full", names={"en": "Full"}, **changes)
    with work_for(smaak) as work:
        actions.change_category(work, category_id=category.id, data=data, actor=actor, at=at)

    with pytest.raises(refusal), work_for(smaak) as work:
        actions.apply(work, form=applied(), actor=PUBLIC, at=at)


def automatic(smaak, work_for, actor, at):
    with work_for(smaak) as work:
        data = SettingsData(approval=ApprovalPolicy.AUTOMATIC)
        actions.change_settings(work, data=data, actor=actor, at=at)


def test_a_cluster_can_leave_the_approval_to_the_rules(
    smaak, open_for_members, work_for, actor, at
):
    automatic(smaak, work_for, actor, at)

    with work_for(smaak) as work:
        made = actions.apply(work, form=applied(), actor=PUBLIC, at=at)

    assert made.state is ApplicationState.APPROVED


def test_a_likely_duplicate_is_left_to_a_person(smaak, open_for_members, add, work_for, actor, at):
    automatic(smaak, work_for, actor, at)
    add("bakkerij 100")

    with work_for(smaak) as work:
        made = actions.apply(work, form=applied(), actor=PUBLIC, at=at)

    assert made.state is ApplicationState.SUBMITTED


@pytest.mark.parametrize(
    ("email", "state"),
    [
        ("an@b100.example", ApplicationState.APPROVED),
        ("stranger@elsewhere.example", ApplicationState.SUBMITTED),
    ],
)
def test_the_public_number_of_a_former_member_lets_only_its_known_contacts_in_by_rule(
    smaak, open_for_members, work_for, actor, at, email, state
):
    automatic(smaak, work_for, actor, at)
    form = applied()
    (contact,) = form.organisation.contacts
    with work_for(smaak) as work:
        organisation_actions.add_organisation(work, data=form.organisation, actor=actor, at=at)

    changed = replace(contact, email=email)
    again = replace(form, organisation=replace(form.organisation, contacts=(changed,)))
    with work_for(smaak) as work:
        made = actions.apply(work, form=again, actor=PUBLIC, at=at)

    assert made.state is state


def test_approval_can_link_to_an_organisation_that_is_here(smaak, sent, add, work_for, actor, at):
    known = add("Bakkerij Honderd")

    with work_for(smaak) as work:
        made = actions.approve_application(
            work, application_id=sent.id, organisation_id=known.id, actor=actor, at=at
        )

    with work_for(smaak) as work:
        contacts = organisations.contacts_of(work.session, known.id)
    assert made.organisation_id == known.id
    assert [contact.email for contact in contacts] == ["an@b100.example"]


def test_a_free_member_counts_at_once(smaak, open_for_members, work_for, actor, at):
    town = applied(7, organisation={"helix": Helix.GOVERNMENT, "declared_size": None})

    with work_for(smaak) as work:
        sent = actions.apply(work, form=town, actor=PUBLIC, at=at).application
        made = actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with work_for(smaak) as work:
        status = queries.standing_of(work.session, made.organisation_id, TODAY).status
    assert made.invoice_id is None
    assert status is MembershipStatus.ACTIVE


def test_when_billing_refuses_the_approval_leaves_nothing(smaak, scheme, work_for, actor, at):
    with work_for(smaak) as work:
        sent = actions.apply(work, form=applied(), actor=PUBLIC, at=at).application

    with pytest.raises(Exception, match="product_not_found"), work_for(smaak) as work:
        actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    with work_for(smaak) as work:
        assert queries.state_of(work.session, sent.id) is ApplicationState.SUBMITTED
        assert organisations.search(work.session, "bakkerij") == []


def test_an_unknown_application_is_not_found(smaak, work_for, actor, at):
    with pytest.raises(errors.ApplicationNotFound), work_for(smaak) as work:
        actions.approve_application(work, application_id=new_id(), actor=actor, at=at)
