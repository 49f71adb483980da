"""The join page: the price beside the form, and every way an application can go wrong."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.club import join_form, open_club
from tests.support.jobs import mailed_path, waiting_jobs

JOIN = "/c/smaakkust/join"


@pytest.fixture(autouse=True)
def _club(platform: Platform, smaak: Cast) -> None:
    open_club(platform, smaak)


def applications(platform: Platform, cast: Cast) -> list[str]:
    with platform.session(cast.id) as session:
        return list(
            session.execute(
                text("SELECT state FROM application_events ORDER BY id DESC LIMIT 1")
            ).scalars()
        )


def link_in_mail(platform: Platform) -> str:
    mails = [arguments for name, arguments in waiting_jobs(platform) if name == "mail.send"]
    return next(mailed_path(m) for m in reversed(mails) if m["context"].get("path"))


def test_the_page_shows_the_form_in_the_clusters_language(client: FlaskClient) -> None:
    answer = client.get(JOIN)

    assert answer.status_code == 200
    assert 'lang="nl"' in answer.text


def test_a_new_company_applies_and_gets_a_mail(
    client: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    answer = client.post(JOIN, data=join_form())

    assert answer.status_code == 302
    assert "state=submitted" in answer.location
    assert applications(platform, smaak) == ["submitted"]
    sent = [arguments["to"] for name, arguments in waiting_jobs(platform) if name == "mail.send"]
    assert sent == ["els@deduin.example"]


def test_the_price_and_its_reason_are_shown_before_anything_is_sent(client: FlaskClient) -> None:
    answer = client.get(f"{JOIN}/preview?helix=business&category=member&headcount=6&lang=en")

    assert "€605.00" in answer.text
    assert "business, micro size" in answer.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("helix=business&category=member", "Fill in its headcount"),
        ("helix=nonsense&category=member", "Choose what kind of organisation"),
        ("helix=business&category=member&headcount=many", "Fill in its headcount"),
        ("helix=business&category=member&headcount=1e999", "Fill in its headcount"),
        ("", "Choose what kind of organisation"),
    ],
)
def test_the_preview_says_what_is_missing(client: FlaskClient, query: str, sentence: str) -> None:
    answer = client.get(f"{JOIN}/preview?{query}&lang=en")

    assert answer.status_code == 200
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Fill this in."),
        ({"email": "no-address"}, "This is not a mail address."),
        ({"consent": None}, "Tick the box"),
        ({"enterprise_number": "0100.000.071"}, "check digits"),
        ({"enterprise_number": None}, "Fill in the enterprise number"),
        ({"subgroup": "university"}, "sub-group"),
        ({"headcount": None}, "Fill in its headcount"),
        ({"helix": "martian"}, "Not a valid choice"),
        ({"category": "nobility"}, "Not a valid choice"),
        ({"country": "XX"}, "Not a valid choice"),
    ],
)
def test_a_wrong_value_is_told_at_the_form_and_nothing_typed_is_lost(
    client: FlaskClient, platform: Platform, smaak: Cast, wrong: dict, sentence: str
) -> None:
    answer = client.post(f"{JOIN}?lang=en", data=join_form(**wrong))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Claes"' in answer.text
    assert applications(platform, smaak) == []


def test_a_second_application_of_the_same_organisation_is_refused(
    client: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    client.post(JOIN, data=join_form())

    answer = client.post(f"{JOIN}?lang=en", data=join_form(name="De Duin", email="x@y.example"))

    assert answer.status_code == 422
    assert "has an application already" in answer.text


def test_a_form_sent_twice_is_one_application(
    client: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    form = join_form(once="a" * 32)

    first, second = client.post(JOIN, data=form), client.post(JOIN, data=form)

    assert (first.status_code, second.status_code) == (302, 303)
    assert second.location == first.location
    with platform.session(smaak.id) as session:
        assert session.execute(text("SELECT count(*) FROM applications")).scalar() == 1


def test_an_unfinished_application_is_kept_and_finished_by_its_mailed_link(
    client: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    kept = client.post(JOIN, data=join_form(headcount=None, consent=None, later="yes"))
    path = link_in_mail(platform)

    shown = client.get(path)
    sent = client.post(path, data=join_form())

    assert "state=draft" in kept.location
    assert 'value="Claes"' in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "state=submitted" in sent.location
    assert applications(platform, smaak) == ["submitted"]


def test_a_link_that_was_used_leads_nowhere_and_says_what_to_do(
    client: FlaskClient, platform: Platform
) -> None:
    client.post(JOIN, data=join_form(later="yes"))
    path = link_in_mail(platform)
    client.post(path, data=join_form())

    answer = client.get(f"{path}?lang=en")

    assert answer.status_code == 422
    assert "no longer valid" in answer.text


def test_asking_for_a_link_tells_nobody_whether_there_is_an_application(
    client: FlaskClient, platform: Platform
) -> None:
    client.post(JOIN, data=join_form(later="yes"))

    known = client.post(f"{JOIN}/again", data={"email": "els@deduin.example"})
    unknown = client.post(f"{JOIN}/again", data={"email": "nobody@nowhere.example"})

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)


def mails(platform: Platform) -> int:
    return sum(name == "mail.send" for name, _arguments in waiting_jobs(platform))


def test_a_kept_application_mails_its_own_link_and_not_those_of_others(
    client: FlaskClient, platform: Platform
) -> None:
    for number in range(3):
        client.post(JOIN, data=join_form(later="yes", name=f"Duin {number}"))

    assert mails(platform) == 3


def test_nobodys_mailbox_is_flooded_by_the_public_forms(
    client: FlaskClient, platform: Platform
) -> None:
    client.post(JOIN, data=join_form(later="yes"))

    answers = [client.post(f"{JOIN}/again", data={"email": "Els@deduin.example"}) for _ in range(8)]
    kept = client.post(f"{JOIN}?lang=en", data=join_form(later="yes"))

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 3
    assert (kept.status_code, "too many attempts" in kept.text) == (429, True)
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in (answers[-1], kept))
    assert 'value="Kaasmakerij De Duin bv"' in kept.text
    assert mails(platform) == 6


def test_another_clusters_name_in_the_address_is_not_found(client: FlaskClient) -> None:
    assert client.get("/c/nobody/join").status_code == 404
