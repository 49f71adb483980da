"""Sending over real SMTP to the fake mailbox; failures are temporary or permanent."""

import smtplib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.errors import MailRefused, MailUnavailable
from clusterorg.adapters.mail.fake_mailbox import RunningMailbox, mails, read_mail
from clusterorg.adapters.mail.message import Attachment, Envelope, build_message
from clusterorg.adapters.mail.render import Letter
from clusterorg.adapters.mail.smtp import SmtpSender, SmtpServer, translate

LETTER = Letter(
    "Betaald: 605 €", "Dank u\n", '<a href="https://x.example/?a=1&amp;b=2">x</a>', "nl"
)
ENVELOPE = Envelope("id-1", "no-reply@clusterorg.example", "an@korrel.example", datetime.now(UTC))


@pytest.fixture
def box(tmp_path):
    with RunningMailbox(tmp_path / "deep" / "mailbox") as running:
        yield running


def send(box, to: str = "an@korrel.example", mail_id: str = "id-1", **letter) -> None:
    message = build_message(
        replace(ENVELOPE, to=to, mail_id=mail_id),
        replace(LETTER, **letter),
        Branding(name="SmaakKust"),
        [Attachment("a.pdf", b"%PDF", "application/pdf")],
    )
    SmtpSender(SmtpServer.from_url(box.url)).send(message)


def test_a_mail_arrives_with_all_its_parts(box):
    send(box)

    [mail] = mails(box.folder)
    assert (mail.subject, mail.to) == ("Betaald: 605 €", "an@korrel.example")
    assert mail.sender == "SmaakKust <no-reply@clusterorg.example>"
    assert mail.text.strip() == "Dank u"
    assert mail.links == ["https://x.example/?a=1&b=2"]
    assert mail.attachments == [("a.pdf", b"%PDF")]
    assert mail.message["Message-ID"] == "<id-1@clusterorg.example>"


def test_mails_are_listed_newest_first_and_by_address(box):
    for number in range(3):
        send(box, to=f"p{number}@korrel.example", subject=f"Mail {number}")

    assert [mail.subject for mail in mails(box.folder)] == ["Mail 2", "Mail 1", "Mail 0"]
    assert [mail.subject for mail in mails(box.folder, to="P1@korrel.example")] == ["Mail 1"]
    assert len(mails(box.folder, limit=2)) == 2


def test_one_mail_is_opened_by_its_key_only(box):
    send(box)
    [mail] = mails(box.folder)

    assert read_mail(box.folder, mail.key).subject == mail.subject
    assert read_mail(box.folder, "nothing") is None
    assert read_mail(box.folder, "../../etc/passwd") is None


def test_a_mailbox_nobody_made_is_empty(tmp_path):
    assert mails(tmp_path / "none") == []
    assert read_mail(tmp_path / "none", "x") is None


def test_an_address_the_server_refuses_is_permanent(box):
    with pytest.raises(MailRefused, match="550"):
        send(box, to="an@refused.example")


def test_a_server_that_asks_to_wait_is_temporary(box):
    with pytest.raises(MailUnavailable, match="451"):
        send(box, to="an@later.example")


def test_a_server_that_is_away_is_temporary():
    sender = SmtpSender(SmtpServer("127.0.0.1", 9), timeout=1)

    with pytest.raises(MailUnavailable):
        sender.send(build_message(ENVELOPE, LETTER, Branding()))


def test_a_server_that_knows_no_sign_in_is_temporary(box):
    server = replace(SmtpServer.from_url(box.url), user="u", password="p")

    with pytest.raises((MailUnavailable, MailRefused)):
        SmtpSender(server).send(build_message(ENVELOPE, LETTER, Branding()))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), MailUnavailable),
        (smtplib.SMTPSenderRefused(550, b"no", "x"), MailRefused),
        (smtplib.SMTPDataError(452, b"full"), MailUnavailable),
        (smtplib.SMTPDataError(554, b"spam"), MailRefused),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), MailRefused),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"later")}), MailUnavailable),
        (smtplib.SMTPServerDisconnected("gone"), MailUnavailable),
        (smtplib.SMTPNotSupportedError("utf8"), MailRefused),
        (TimeoutError("slow"), MailUnavailable),
    ],
)
def test_reply_codes_decide_over_trying_again(fault, kind):
    assert type(translate(fault)) is kind


def test_the_servers_address_is_read_with_its_password_kept_out_of_sight():
    server = SmtpServer.from_url("smtps://us%40er:p%3Aw@mail.example")

    assert (server.host, server.port, server.implicit_tls) == ("mail.example", 465, True)
    assert (server.user, server.password) == ("us@er", "p:w")
    assert "p:w" not in repr(server)
    assert SmtpServer.from_url("smtp://mail.example").port == 587


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_another_kind_of_address_is_refused(url):
    with pytest.raises(ValueError, match="smtp://"):
        SmtpServer.from_url(url)


def test_the_mailbox_runs_as_a_program(tmp_path):
    words = ["--port", "0", "--dir", str(tmp_path / "box")]
    with subprocess.Popen(
        [sys.executable, "-m", "clusterorg.adapters.mail.fake_mailbox", *words],
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        url = program.stdout.readline().rsplit(" ", 1)[1].strip()
        SmtpSender(SmtpServer.from_url(url)).send(build_message(ENVELOPE, LETTER, Branding()))
        program.terminate()
        code = program.wait(timeout=10)

    assert code == 0
    assert len(mails(tmp_path / "box")) == 1
