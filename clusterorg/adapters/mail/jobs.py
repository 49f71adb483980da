"""The job behind `work.mail(...)`: render, build, send; once, as far as the sender can tell."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.errors import MailRefused
from clusterorg.adapters.mail.message import Attachment, Envelope, build_message
from clusterorg.adapters.mail.render import render
from clusterorg.adapters.mail.sender import AttachmentSource, MailSender, MailSettings
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.jobs import JobContext, task
from clusterorg.kernel.keys import link_token

log = logging.getLogger(__name__)
RETRIES = 9  # the worker waits 4ⁿ seconds: a day in all


@task(name="mail.send", queue="mail", retry=RETRIES)
def send_mail(
    job: JobContext,
    *,
    cluster_id: str | None,
    mail_id: str,
    to: str,
    locale: str,
    template: str,
    context: Mapping[str, Any],
    reply_to: str | None = None,
    attachments: Sequence[Mapping[str, Any]] = (),
    link_id: str | None = None,
) -> None:
    """Send one mail in the name of a cluster, or of the platform when `cluster_id` is None.

    A temporary failure raises MailUnavailable, so that the worker tries again later under the same
    Message-ID. A permanent one is recorded and ends the job: repeating would not help. The token of
    a link is made here, the same one each time, and written down nowhere.
    """
    if link_id is not None:
        context = {**context, "path": context["path"].replace("{token}", link_token(link_id))}
    settings = job.adapter(MailSettings)
    branding, files = _gather(job, cluster_id, attachments)
    letter = render(
        template, locale=locale, context=context, branding=branding, base_url=settings.base_url
    )
    envelope = Envelope(mail_id, settings.sender, to, now(), reply_to)
    try:
        message = build_message(envelope, letter, branding, files)
        # mypy takes a protocol for abstract here; wiring registers the sender under it.
        job.adapter(MailSender).send(message)
    except MailRefused as refusal:
        _record(job, cluster_id, envelope, template, refusal)


def _gather(
    job: JobContext, cluster_id: str | None, named: Sequence[Mapping[str, Any]]
) -> tuple[Branding, list[Attachment]]:
    if cluster_id is None:
        return Branding(), []
    with job.unit_of_work(cluster_id) as work:
        cluster = identity.get_cluster(work.session, UUID(cluster_id))
        branding = Branding.of(cluster, has_logo=identity.logo(work.session) is not None)
        if not named:
            return branding, []
        source = job.adapter(AttachmentSource)
        return branding, [source.load(work, one) for one in named]


def _record(
    job: JobContext,
    cluster_id: str | None,
    envelope: Envelope,
    template: str,
    refusal: MailRefused,
) -> None:
    log.warning("mail %s (%s) refused: %s", envelope.mail_id, template, refusal)
    if cluster_id is None:
        return
    with job.unit_of_work(cluster_id) as work:
        work.record(
            "mail.refused",
            subject=("mail", UUID(envelope.mail_id)),
            actor=Actor.system("mail"),
            at=now(),
            after={"template": template, "to": masked(envelope.to)},
            reason=str(refusal)[:500],
        )


def masked(address: str) -> str:
    """`a…@example.org`: enough to find whose address is wrong in a log that is kept for ever."""
    user, _, domain = address.rpartition("@")
    return f"{user[:1]}…@{domain}" if user else "…"
