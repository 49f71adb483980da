"""Shapes of what the API asks for beside the application, categories and the scheme."""

from typing import Any, ClassVar

from marshmallow import fields

from clusterorg.kernel.shapes import Day, Input, Plain, Text, Whole, YesNo


class AdmissionInput(Input):
    """Membership without an application; `charged` false: the next dues run asks for the dues."""

    category = Text(40, least=1, required=True)
    starts_on = Day()
    charged = YesNo(load_default=True)


class CancelInput(Input):
    """Notice; it takes effect at the end of the term, or of the next one when it comes too late."""

    requested_on = Day()
    reason = Text(2000, allow_none=True)


class SuspendInput(Input):
    """A decision of the board."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"reason": "Board decision of 3 March."}

    reason = Text(2000, least=1, required=True)
    from_on = Day()


class LiftInput(Input):
    """Why a suspension ends."""

    reason = Text(2000, allow_none=True)


class WaiveInput(Input):
    """Which dues are asked no more, and why; the credit note says it."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"year": 2026, "reason": "Board decision of 3 March."}

    year = Whole(2000, 2200, required=True)
    reason = Text(500, least=1, required=True)


class AskInput(Input):
    """What the applicant is asked; it is mailed with a link."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"question": "How many people work for you?"}

    question = Text(2000, least=1, required=True)


class RejectInput(Input):
    """Why an application is rejected; it is mailed."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"reason": "You work outside our region."}

    reason = Text(2000, least=1, required=True)


class NoteInput(Input):
    """A remark."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"note": "By telephone."}

    note = Text(2000, allow_none=True)


class ApproveInput(Input):
    """How an application is approved.

    `organisation_id` links to an organisation that is here already; `starts_on` defaults to today.
    """

    EXAMPLE: ClassVar[dict[str, Any]] = {"note": "Welcome!"}

    organisation_id = fields.UUID(allow_none=True)
    starts_on = Day()
    note = Text(2000, allow_none=True)
    custom = fields.Dict(keys=Text(40, least=1), values=Plain())


class RunInput(Input):
    """A dues run; `with_corrections` also credits and charges anew where the scheme changed."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"year": 2026, "due_on": "2026-03-31"}

    year = Whole(2000, 2200, required=True)
    due_on = Day()
    with_corrections = YesNo(load_default=False)
