"""The mails to applicants, rendered from the very jobs the actions enqueue."""

import pytest

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.render import render
from clusterorg.domains.membership import actions
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.keys import link_token
from tests.domains.membership.conftest import applied
from tests.support.jobs import mailed_path, waiting_jobs

PUBLIC = Actor.public()


def letter(platform, template):
    """Render the one mail of a template that waits."""
    (job,) = [args for _, args in waiting_jobs(platform) if args.get("template") == template]
    made = render(
        template,
        locale="en",
        context={**job["context"], "path": job["context"].get("path") and mailed_path(job)},
        branding=Branding(name="SmaakKust"),
        base_url="https://example.org",
    )
    return job, made


@pytest.fixture
def sent(smaak, open_for_members, work_for, at):
    with work_for(smaak) as work:
        return actions.apply(work, form=applied(), actor=PUBLIC, at=at).application


def test_the_receipt_names_the_organisation_and_answers_go_to_the_cluster(platform, sent):
    job, made = letter(platform, "application_received")

    assert "Bakkerij 100 bv" in made.text
    assert (job["to"], job["locale"]) == ("an@b100.example", "nl")
    assert job["reply_to"] == "info@smaakkust.example"


def test_a_question_carries_the_link_back(platform, smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        link = actions.ask_for_information(
            work, application_id=sent.id, question="How many <people>?", actor=actor, at=at
        )

    _, made = letter(platform, "application_question")
    assert f"https://example.org/c/smaakkust/join/resume/{link_token(link)}" in made.text
    assert "How many &lt;people&gt;?" in made.html


def test_a_rejection_says_why(platform, smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        actions.reject_application(
            work, application_id=sent.id, reason="Outside our field", actor=actor, at=at
        )

    _, made = letter(platform, "application_rejected")
    assert "Outside our field" in made.text


def test_an_approval_says_what_follows(platform, smaak, sent, work_for, actor, at):
    with work_for(smaak) as work:
        actions.approve_application(work, application_id=sent.id, actor=actor, at=at)

    _, made = letter(platform, "application_approved")
    _, invitation = letter(platform, "member_invitation")
    assert made.subject == "Welcome to SmaakKust"
    assert "invoice for the first dues" in made.text
    assert "Bakkerij 100 bv" in invitation.text


def test_a_draft_is_found_again_by_mail(platform, smaak, open_for_members, work_for, at):
    with work_for(smaak) as work:
        actions.start_application(work, form=applied(), actor=PUBLIC, at=at)
        actions.send_resume_links(work, email="an@b100.example", actor=PUBLIC, at=at)

    _, made = letter(platform, "application_draft")
    assert "/c/smaakkust/join/resume/" in made.text
