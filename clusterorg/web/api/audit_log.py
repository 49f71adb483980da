"""Audit log: who did what to which thing, when and why; it is only ever added to."""

from typing import Any

from marshmallow import fields

from clusterorg.kernel import audit
from clusterorg.kernel.audit_schemas import AuditOutput
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Text
from clusterorg.web.api.mechanics.contract import lists
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session


class AuditQuery(Paged):
    """What the log is narrowed to."""

    subject_type = Text(60, least=1, metadata={"description": "Such as `invoice`."})
    subject_id = fields.UUID()
    concerns_id = fields.UUID(metadata={"description": "An organisation."})
    verb = Text(80, least=1, metadata={"description": "Such as `application.approved`."})


@lists(AuditOutput, asks=AuditQuery)
def index(query: dict[str, Any]) -> Page:
    """Read the log, newest first."""
    return audit.entries(session(), **query)
