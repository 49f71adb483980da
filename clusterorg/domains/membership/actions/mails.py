"""Mails to an applicant, in the applicant's language; the job renders them."""

from typing import Any
from uuid import UUID

from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership.models import Application
from clusterorg.kernel.unit_of_work import UnitOfWork


def mail_applicant(
    work: UnitOfWork,
    application: Application,
    template: str,
    *,
    note: str | None = None,
    link_id: UUID | None = None,
    **more: Any,
) -> None:
    """Enqueue a mail about an application; replies go to the cluster.

    `path` is that of the resume link (or of the portal), under the product's own address.
    """
    cluster = identity.get_cluster(work.session, work.cluster_id)
    work.mail(
        to=application.contact_email,
        locale=application.language,
        template=template,
        reply_to=cluster.email,
        context={
            "organisation": application.name,
            "note": note,
            "path": f"/c/{cluster.slug}/join/resume/{{token}}" if link_id else None,
            **more,
        },
        link_id=link_id,
    )
