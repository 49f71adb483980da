"""Mail links: once, not too late, and the same answer whether there is an account or not."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from clusterorg.domains.identity import actions, queries, tokens
from clusterorg.domains.identity.errors import (
    AccountExists,
    EmailTaken,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    PasswordProofNeeded,
    PasswordTooShort,
    PasswordUnchanged,
)
from clusterorg.domains.identity.models import MailLink
from clusterorg.domains.identity.vocabulary import LinkPurpose, PasswordProof
from clusterorg.kernel.jobs import TASKS, JobContext
from clusterorg.kernel.platform import Platform
from tests.domains.identity.conftest import HERE, SignInNow, refusal_code
from tests.support.cast import AT, PASSWORD, Cast
from tests.support.jobs import mailed_path, run_jobs, waiting_jobs

NEW = "another long pass phrase"
RESET, INVITATION = LinkPurpose.PASSWORD_RESET, LinkPurpose.INVITATION


def ask(platform: Platform, email: str, *, address: str = HERE, at=AT):
    with platform.unit_of_work() as work:
        return actions.request_password_reset(work, email=email, address=address, at=at)


def mail(platform: Platform) -> list[dict]:
    """Let the links be sent and return the mails that wait."""
    run_jobs(platform, only="identity.send_reset_link")
    return [args for name, args in waiting_jobs(platform) if name == "mail.send"]


def token_of(letter: dict) -> str:
    return mailed_path(letter).rpartition("/")[2]


def invite(platform: Platform, cast: Cast, email: str = "new@smaakkust.example", role="viewer"):
    with platform.unit_of_work(cast.id) as work:
        return actions.invite_to_seat(
            work,
            email=email,
            given_name="Nora",
            family_name="Nieuw",
            language="nl",
            role=role,
            actor=cast.actor("owner"),
            at=AT,
        )


def accept(platform: Platform, token: str, *, at=AT, password: str = NEW):
    with platform.unit_of_work() as work:
        return actions.accept_invitation(
            work,
            token=token,
            given_name="Noor",
            family_name="Nieuw",
            language="nl",
            password=password,
            address=HERE,
            user_agent="Firefox",
            at=at,
        )


def test_a_reset_is_mailed_to_the_account_in_its_language(platform: Platform, smaak: Cast):
    outcome = ask(platform, "MANAGER@smaakkust.example")

    (letter,) = mail(platform)
    assert outcome.refusal is None
    assert (letter["to"], letter["template"]) == ("manager@smaakkust.example", "password_reset")
    assert letter["locale"] == "en"
    assert letter["context"]["path"].startswith("/password/")


def test_the_answer_and_the_work_are_the_same_without_an_account(platform: Platform, smaak: Cast):
    known, unknown = ask(platform, "manager@smaakkust.example"), ask(platform, "no@where.example")

    assert known == unknown
    names = [name for name, _args in waiting_jobs(platform)]
    assert names == ["identity.send_reset_link"] * 2
    assert len(mail(platform)) == 1


def test_a_mailbox_cannot_be_flooded_and_nobody_learns_why(platform: Platform, smaak: Cast):
    outcomes = [ask(platform, "manager@smaakkust.example") for _ in range(5)]

    assert [refusal_code(outcome) for outcome in outcomes] == [None] * 5
    assert len(mail(platform)) == 3


def test_an_address_that_asks_for_many_accounts_has_to_wait(platform: Platform):
    outcomes = [ask(platform, f"p{n}@x.example") for n in range(21)]

    assert [refusal_code(outcome) for outcome in outcomes] == [None] * 20 + ["too_many_attempts"]


def test_a_new_password_by_link_ends_every_sign_in(
    platform: Platform, smaak: Cast, enter: SignInNow
):
    opened = enter().get()
    ask(platform, "manager@smaakkust.example")
    token = token_of(mail(platform)[0])
    with platform.unit_of_work() as work:
        actions.set_password_by_link(work, token=token, password=NEW, at=AT)

    with platform.session() as session:
        ended = queries.find_sign_in(session, opened.token, at=AT, idle=timedelta(hours=12))
    assert ended is None
    assert refusal_code(enter()) == "wrong_sign_in"
    assert refusal_code(enter(None, NEW)) is None
    assert mail(platform)[-1]["template"] == "password_changed"


def test_a_reset_link_works_once_and_closes_the_others(platform: Platform, smaak: Cast):
    for minute in range(2):
        ask(platform, "manager@smaakkust.example", at=AT + timedelta(minutes=minute))
    first, second = (token_of(letter) for letter in mail(platform))
    later = AT + timedelta(minutes=3)
    with platform.unit_of_work() as work:
        actions.set_password_by_link(work, token=first, password=NEW, at=later)

    for token, refusal in ((first, LinkUsed), (second, LinkExpired), ("x", LinkUnknown)):
        with pytest.raises(refusal), platform.session() as session:
            queries.open_link(session, token, RESET, at=later)
        with pytest.raises(refusal), platform.unit_of_work() as work:
            actions.set_password_by_link(work, token=token, password=NEW, at=later)


def test_a_reset_link_expires_after_an_hour(platform: Platform, smaak: Cast):
    ask(platform, "manager@smaakkust.example")
    token = token_of(mail(platform)[0])
    hour = AT + timedelta(hours=1)

    with platform.session() as session:
        shown = queries.open_link(session, token, RESET, at=hour - timedelta(seconds=1))
    assert shown.email == "manager@smaakkust.example"
    with pytest.raises(LinkExpired) as refused, platform.unit_of_work() as work:
        actions.set_password_by_link(work, token=token, password=NEW, at=hour)
    assert refused.value.status == 410


def test_a_refused_password_does_not_use_the_link_up(platform: Platform, smaak: Cast):
    ask(platform, "manager@smaakkust.example")
    token = token_of(mail(platform)[0])
    with pytest.raises(PasswordTooShort), platform.unit_of_work() as work:
        actions.set_password_by_link(work, token=token, password="short", at=AT)

    with platform.unit_of_work() as work:
        actions.set_password_by_link(work, token=token, password=NEW, at=AT)


def test_a_link_of_one_purpose_does_not_serve_the_other(platform: Platform, smaak: Cast):
    ask(platform, "manager@smaakkust.example")
    token = token_of(mail(platform)[0])

    with pytest.raises(LinkUnknown):
        accept(platform, token)


def test_an_invited_person_chooses_name_and_password_and_is_in(platform: Platform, smaak: Cast):
    seat = invite(platform, smaak)
    (letter,) = mail(platform)

    opened = accept(platform, token_of(letter))

    assert (letter["to"], letter["locale"]) == ("new@smaakkust.example", "nl")
    assert letter["reply_to"] == "info@smaakkust.example"
    assert letter["context"]["inviter"] == "Owner Smaakkust"
    with platform.session() as session:
        found = queries.find_sign_in(session, opened.token, at=AT, idle=timedelta(hours=1))
    assert found is not None
    assert (found.person_id, found.name) == (seat.person_id, "Noor Nieuw")


def test_an_invitation_works_once_and_for_two_weeks(platform: Platform, smaak: Cast):
    invite(platform, smaak)
    token = token_of(mail(platform)[0])

    with pytest.raises(LinkExpired):
        accept(platform, token, at=AT + timedelta(days=14))
    accept(platform, token)
    with pytest.raises(LinkUsed):
        accept(platform, token)


def test_a_second_clusters_invitation_says_that_there_is_an_account(
    platform: Platform, smaak: Cast, meca: Cast
):
    for cast in (smaak, meca):
        invite(platform, cast)
    first, second = (token_of(letter) for letter in mail(platform))
    accept(platform, first)

    with pytest.raises(AccountExists):
        accept(platform, second)
    with pytest.raises(AccountExists), platform.session() as session:
        queries.open_link(session, second, INVITATION, at=AT)


def test_somebody_with_an_account_is_told_to_sign_in_and_keeps_their_name(
    platform: Platform, smaak: Cast, meca: Cast
):
    seat = invite(platform, smaak, email="Manager@MECAVALLEE.example")

    (letter,) = mail(platform)
    assert letter["context"]["path"] == "/sign-in"
    assert letter["context"]["name"] == "Manager Mecavallee"
    assert seat.person_id == meca.people["manager"].id


def test_a_members_contact_is_invited_in_the_name_of_the_organisation(
    platform: Platform, smaak: Cast
):
    with platform.unit_of_work(smaak.id) as work:
        actions.invite_person(
            work,
            email="jan@korrel.example",
            given_name="Jan",
            family_name="Korrel",
            language="fr",
            organisation="De Korrel",
            actor=smaak.actor(),
            at=AT,
        )

    (letter,) = mail(platform)
    assert (letter["template"], letter["locale"]) == ("member_invitation", "fr")
    assert letter["context"]["organisation"] == "De Korrel"


def test_of_links_only_the_digest_is_kept(platform: Platform, smaak: Cast):
    invite(platform, smaak)
    token = token_of(mail(platform)[0])

    with platform.session() as session:
        assert session.scalars(select(MailLink.token_hash)).all() == [tokens.digest(token)]


def test_the_password_is_changed_by_somebody_who_typed_the_old_one(
    platform: Platform, smaak: Cast, enter: SignInNow
):
    person, here, there = smaak.people["manager"], enter().get(), enter().get()
    proof = PasswordProof(person.id, AT)
    with pytest.raises(PasswordProofNeeded), platform.unit_of_work() as work:
        late = AT + timedelta(minutes=10)
        actions.change_password(work, proof=proof, password=NEW, keep=None, at=late)
    with pytest.raises(PasswordUnchanged), platform.unit_of_work() as work:
        actions.change_password(work, proof=proof, password=PASSWORD, keep=None, at=AT)

    with platform.unit_of_work() as work:
        actions.change_password(work, proof=proof, password=NEW, keep=here.sign_in_id, at=AT)

    with platform.session() as session:
        live = [
            queries.find_sign_in(session, one.token, at=AT, idle=timedelta(hours=1)) is not None
            for one in (here, there)
        ]
    assert live == [True, False]
    assert refusal_code(enter(None, NEW)) is None


def test_two_persons_cannot_have_one_mail_address(platform: Platform, smaak: Cast):
    with pytest.raises(EmailTaken) as refused, platform.unit_of_work() as work:
        actions.add_person(
            work,
            email="MANAGER@smaakkust.example",
            given_name="A",
            family_name="B",
            language="en",
            at=AT,
        )

    assert refused.value.field == "email"


def test_nothing_that_waits_in_the_queue_opens_a_link(platform: Platform, smaak: Cast):
    invite(platform, smaak)
    ask(platform, "manager@smaakkust.example")

    letters = mail(platform)

    assert {letter["template"] for letter in letters} == {"invitation", "password_reset"}
    for letter in letters:
        assert token_of(letter) not in json.dumps(letter)


def test_a_reset_that_is_worked_twice_mails_one_link(platform: Platform, smaak: Cast):
    ask(platform, "manager@smaakkust.example")
    ((_name, arguments),) = waiting_jobs(platform)

    for _ in range(2):
        TASKS["identity.send_reset_link"](JobContext(platform), **arguments)

    (letter,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    with platform.session() as session:
        kept = session.scalars(select(MailLink.token_hash)).all()
    assert kept == [tokens.digest(token_of(letter))]
