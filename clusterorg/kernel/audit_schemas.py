"""The shape of a line of the audit log."""

from typing import Any, ClassVar

from marshmallow import fields

from clusterorg.kernel.shapes import Output


class AuditOutput(Output):
    """Who did what to which thing, when and why, with the values before and after."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a30",
        "at": "2026-03-02T10:00:00+00:00",
        "actor_kind": "person",
        "actor_name": "An Peeters",
        "verb": "organisation.changed",
        "subject_type": "organisation",
        "subject_id": "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a20",
        "concerns_id": "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a20",
        "before": {"phone": None},
        "after": {"phone": "+32 59 12 34 56"},
        "reason": None,
        "request_id": "5f1c1f6a0c8e4a6b9a7c6a1f2f3e4d5c",
    }

    id = fields.UUID()
    at = fields.DateTime()
    actor_kind = fields.String()
    actor_name = fields.String()
    verb = fields.String()
    subject_type = fields.String()
    subject_id = fields.UUID()
    concerns_id = fields.UUID(allow_none=True)
    before = fields.Dict(allow_none=True)
    after = fields.Dict(allow_none=True)
    reason = fields.String(allow_none=True)
    request_id = fields.String(allow_none=True)
