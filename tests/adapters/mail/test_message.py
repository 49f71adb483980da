"""A message says who writes in whose name, can be recognised, and takes no smuggled headers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clusterorg.adapters.mail.branding import Branding, luminance
from clusterorg.adapters.mail.errors import UnsafeMail
from clusterorg.adapters.mail.message import Attachment, Envelope, build_message, single_address
from clusterorg.adapters.mail.render import Letter

SMAAK = Branding(name="SmaakKust", slug="smaakkust", email="info@smaakkust.example")
LETTER = Letter("Betaald", "Dank u\n", "<p>Dank u</p>", "nl")
ENVELOPE = Envelope(
    mail_id="018f0000-0000-7000-8000-000000000001",
    sender="no-reply@clusterorg.example",
    to="an@korrel.example",
    at=datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
)


def test_the_platform_writes_in_the_clusters_name_and_answers_go_to_the_cluster():
    message = build_message(ENVELOPE, LETTER, SMAAK)

    assert message["From"] == "SmaakKust <no-reply@clusterorg.example>"
    assert message["Reply-To"] == "SmaakKust <info@smaakkust.example>"
    assert message["To"] == "an@korrel.example"


def test_an_answer_goes_where_the_caller_says():
    message = build_message(replace(ENVELOPE, reply_to="dues@smaakkust.example"), LETTER, SMAAK)

    assert message["Reply-To"].addresses[0].addr_spec == "dues@smaakkust.example"


def test_without_a_cluster_nobody_is_named_for_answers():
    message = build_message(ENVELOPE, LETTER, Branding())

    assert message["From"].addresses[0].display_name == "clusterorg"
    assert message["Reply-To"] is None


def test_the_same_mail_has_the_same_message_id_each_time():
    first = build_message(ENVELOPE, LETTER, SMAAK)
    second = build_message(replace(ENVELOPE, at=datetime.now(UTC)), LETTER, SMAAK)

    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] == f"<{ENVELOPE.mail_id}@clusterorg.example>"


def test_robots_are_asked_not_to_answer():
    message = build_message(ENVELOPE, LETTER, SMAAK)

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<smaakkust.clusterorg.example>"
    assert message["Content-Language"] == "nl"


def test_text_comes_before_html_and_files_come_with_them():
    pdf = Attachment("factuur été.pdf", b"%PDF", "application/pdf")

    message = build_message(ENVELOPE, LETTER, SMAAK, [pdf])

    assert message.get_body(("plain",)).get_content().strip() == "Dank u"
    assert message.get_body(("html",)).get_content().strip() == "<p>Dank u</p>"
    assert [part.get_filename() for part in message.iter_attachments()] == ["factuur été.pdf"]
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "an",
        "an@",
        "@korrel.example",
        "an@korrel.example\r\nBcc: all@world.example",
        "an@korrel.example\nBcc: all@world.example",
        "an@korrel.example,bo@korrel.example",
        "an@korrel.example;bo@korrel.example",
        "An <an@korrel.example>",
        "an@korrel .example",
        "an@\u2028korrel.example",
        "jörg@korrel.example",
        "an@kor..rel.example",
    ],
)
def test_what_is_not_exactly_one_address_is_refused(address):
    with pytest.raises(UnsafeMail):
        build_message(replace(ENVELOPE, to=address), LETTER, SMAAK)
    with pytest.raises(UnsafeMail):
        build_message(replace(ENVELOPE, reply_to=address or " "), LETTER, SMAAK)


def test_a_domain_in_another_script_is_written_in_ascii():
    assert single_address("an@bäcker.example").addr_spec == "an@xn--bcker-gra.example"


@pytest.mark.parametrize("name", ["Smaak\r\nBcc: all@world.example", "Smaak\nX: y", "Smaak\x00"])
def test_a_name_cannot_smuggle_a_header(name):
    with pytest.raises(UnsafeMail):
        build_message(ENVELOPE, LETTER, replace(SMAAK, name=name))


def test_a_subject_or_file_name_cannot_smuggle_a_header():
    with pytest.raises(UnsafeMail):
        build_message(ENVELOPE, replace(LETTER, subject="Hi\nBcc: x@y.example"), SMAAK)
    with pytest.raises(UnsafeMail):
        build_message(ENVELOPE, LETTER, SMAAK, [Attachment("a\nb.pdf", b"", "application/pdf")])


def test_a_mail_without_a_usable_id_is_refused():
    with pytest.raises(UnsafeMail):
        build_message(replace(ENVELOPE, mail_id="a>b"), LETTER, SMAAK)


def test_a_name_with_marks_is_quoted_not_believed():
    message = build_message(ENVELOPE, LETTER, replace(SMAAK, name='Evil <boss@x.example>, "Co"'))

    assert [a.addr_spec for a in message["From"].addresses] == ["no-reply@clusterorg.example"]


@pytest.mark.parametrize(
    ("colour", "text"), [("#1d6f5c", "#ffffff"), ("#ffe08a", "#000000"), ("#000000", "#ffffff")]
)
def test_words_on_the_clusters_colour_can_be_read(colour, text):
    assert Branding(colour=colour).on_colour == text


def test_luminance_runs_from_black_to_white():
    assert luminance("#000000") == 0
    assert luminance("#ffffff") == pytest.approx(1)
