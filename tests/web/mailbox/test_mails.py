"""The demo's mailbox: shows what was sent, lets a mail do nothing, exists in the demo only."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.fake_mailbox import RunningMailbox, mails
from clusterorg.adapters.mail.message import Attachment, Envelope, build_message
from clusterorg.adapters.mail.render import Letter
from clusterorg.adapters.mail.smtp import SmtpSender, SmtpServer
from clusterorg.app import create_app

PAGE = '<html><head></head><body><a href="https://x.example/a">x</a></body></html>'


@pytest.fixture
def demo(settings, platform):
    return create_app(replace(settings, demo=True), platform).test_client()


@pytest.fixture
def key(settings):
    with RunningMailbox(settings.mailbox_dir) as box:
        envelope = Envelope(
            "1", "no-reply@clusterorg.example", "an@korrel.example", datetime.now(UTC)
        )
        letter = Letter("Dues <2026>", "Dear An <b>\n", PAGE, "en")
        pdf = Attachment("invoice.pdf", b"%PDF", "application/pdf")
        message = build_message(envelope, letter, Branding(name="SmaakKust"), [pdf])
        SmtpSender(SmtpServer.from_url(box.url)).send(message)
    return mails(settings.mailbox_dir)[0].key


def test_outside_the_demo_there_is_no_mailbox(client):
    assert client.get("/mailbox").status_code == 404


def test_an_empty_mailbox_says_what_fills_it(demo):
    answer = demo.get("/mailbox")

    assert answer.status_code == 200
    assert "No mail yet" in answer.text


def test_mails_are_listed_and_found_by_recipient(demo, key):
    assert "Dues &lt;2026&gt;" in demo.get("/mailbox").text
    assert "Dues &lt;2026&gt;" in demo.get("/mailbox?to=an@korrel").text
    assert "Dues &lt;2026&gt;" not in demo.get("/mailbox?to=bo@korrel").text


def test_one_mail_shows_its_parts_links_and_files(demo, key):
    shown = demo.get(f"/mailbox/{key}").text

    assert "an@korrel.example" in shown
    assert "Dear An &lt;b&gt;" in shown
    assert 'href="https://x.example/a"' in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    assert "invoice.pdf" in shown


def test_the_framed_part_may_do_nothing_and_only_we_frame_it(demo, key):
    answer = demo.get(f"/mailbox/{key}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in answer.text


def test_a_file_is_downloaded_never_shown(demo, key):
    answer = demo.get(f"/mailbox/{key}/attachments/0")

    assert answer.data == b"%PDF"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize(
    "path", ["nothing", "nothing/html", "nothing/attachments/0", "..%2F..%2Fx"]
)
def test_an_unknown_mail_is_not_found(demo, path):
    assert demo.get(f"/mailbox/{path}").status_code == 404


def test_a_file_that_is_not_there_is_not_found(demo, key):
    assert demo.get(f"/mailbox/{key}/attachments/7").status_code == 404
