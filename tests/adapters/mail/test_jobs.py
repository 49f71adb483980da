"""The mail job: from `work.mail(...)` to a mail in the box, or a refusal that is recorded."""

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from clusterorg.adapters.mail.errors import MailRefused, MailUnavailable
from clusterorg.adapters.mail.fake_mailbox import RunningMailbox, mails
from clusterorg.adapters.mail.jobs import masked
from clusterorg.adapters.mail.message import Attachment
from clusterorg.adapters.mail.sender import AttachmentSource, MailSender, MailSettings
from clusterorg.adapters.mail.smtp import SmtpSender, SmtpServer
from clusterorg.domains.identity.actions import set_logo
from clusterorg.kernel.audit import AuditEntry
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.jobs import TASKS, JobContext
from clusterorg.kernel.keys import link_token
from tests.support.jobs import run_jobs, waiting_jobs

CONTEXT = {"name": "An", "path": "/links/abc", "valid_until": "2026-03-09T10:00:00+00:00"}


class Failing:
    """A sender that fails as told."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send(self, message: EmailMessage) -> None:
        raise self.error


class OneFile:
    """A source of attachments that knows one file."""

    def load(self, work, named):
        return Attachment(named["filename"], str(work.cluster_id).encode(), "application/pdf")


@pytest.fixture
def box(tmp_path, platform):
    with RunningMailbox(tmp_path / "mailbox") as running:
        platform.adapters[MailSender] = SmtpSender(SmtpServer.from_url(running.url))
        platform.adapters[MailSettings] = MailSettings(
            "no-reply@clusterorg.example", "https://clusterorg.example"
        )
        yield running


def order(work, **changes):
    work.mail(
        **{
            "to": "an@korrel.example",
            "locale": "nl",
            "template": "password_reset",
            "context": CONTEXT,
            **changes,
        }
    )


def entries(platform, cast):
    with platform.session(cast.id) as session:
        return session.scalars(select(AuditEntry).where(AuditEntry.verb == "mail.refused")).all()


def test_a_mail_of_a_cluster_comes_in_its_name(platform, work_for, smaak, box):
    with work_for(smaak) as work:
        order(work)
    assert mails(box.folder) == []

    run_jobs(platform, only="mail.send")

    [mail] = mails(box.folder)
    assert mail.sender == "SmaakKust <no-reply@clusterorg.example>"
    assert mail.message["Reply-To"] == "SmaakKust <info@smaakkust.example>"
    assert "https://clusterorg.example/links/abc" in mail.links
    assert "#1d6f5c" in mail.html
    assert mail.message["Content-Language"] == "nl"


def test_a_mail_of_a_cluster_bears_its_logo(platform, work_for, smaak, box, at):
    png = b"\x89PNG\r\n\x1a\n"
    with work_for(smaak) as work:
        set_logo(work, png=png, width=40, height=40, actor=smaak.actor(), at=at)
        order(work)

    run_jobs(platform, only="mail.send")

    assert "/c/smaakkust/logo" in mails(box.folder)[0].html


def test_a_mail_of_the_platform_names_no_cluster(platform, box):
    with platform.unit_of_work(None) as work:
        order(work)

    run_jobs(platform, only="mail.send")

    assert mails(box.folder)[0].sender == "clusterorg <no-reply@clusterorg.example>"


def test_a_mail_that_is_sent_again_carries_the_same_link(platform, work_for, smaak, box):
    with work_for(smaak) as work:
        order(work, context={**CONTEXT, "path": "/password/{token}"}, link_id=new_id())
    ((_name, arguments),) = waiting_jobs(platform)

    for _ in range(2):
        TASKS["mail.send"](JobContext(platform), **arguments)

    first, again = mails(box.folder)
    link = f"https://clusterorg.example/password/{link_token(arguments['link_id'])}"
    assert link in first.links
    assert first.links == again.links
    assert link_token(arguments["link_id"]) not in str(arguments)


def test_nothing_is_sent_when_the_unit_of_work_fails(platform, work_for, smaak, box):
    def fail():
        with work_for(smaak) as work:
            order(work)
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        fail()

    assert waiting_jobs(platform) == []


def test_a_stored_document_goes_with_the_mail(platform, work_for, smaak, box):
    platform.adapters[AttachmentSource] = OneFile()
    with work_for(smaak) as work:
        order(work, attachments=[{"document_id": "x", "filename": "a.pdf", "kind": "pdf"}])

    run_jobs(platform, only="mail.send")

    assert mails(box.folder)[0].attachments == [("a.pdf", str(smaak.id).encode())]


def test_a_temporary_failure_is_raised_for_another_try(platform, work_for, smaak, box):
    platform.adapters[MailSender] = Failing(MailUnavailable("451 later"))
    with work_for(smaak) as work:
        order(work)

    with pytest.raises(MailUnavailable):
        run_jobs(platform, only="mail.send")

    assert entries(platform, smaak) == []


def test_a_permanent_failure_is_recorded_and_ends_the_job(platform, work_for, smaak, box):
    platform.adapters[MailSender] = Failing(MailRefused("550 no such mailbox"))
    with work_for(smaak) as work:
        order(work)

    run_jobs(platform, only="mail.send")

    [entry] = entries(platform, smaak)
    assert entry.reason == "550 no such mailbox"
    assert entry.after == {"template": "password_reset", "to": "a…@korrel.example"}


def test_a_smuggled_header_is_recorded_and_sends_nothing(platform, work_for, smaak, box):
    with work_for(smaak) as work:
        order(work, to="an@korrel.example\r\nBcc: all@world.example")

    run_jobs(platform, only="mail.send")

    assert mails(box.folder) == []
    assert len(entries(platform, smaak)) == 1


def test_a_refused_mail_of_the_platform_is_only_logged(platform, box, caplog):
    platform.adapters[MailSender] = Failing(MailRefused("550 no"))
    with platform.unit_of_work(None) as work:
        order(work)

    run_jobs(platform, only="mail.send")

    assert "550 no" in caplog.text


def test_an_address_is_masked_in_what_is_kept_for_ever():
    assert masked("an@korrel.example") == "a…@korrel.example"
    assert masked("nonsense") == "…"
