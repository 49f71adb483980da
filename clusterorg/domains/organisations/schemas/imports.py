"""The staged import: a batch, its rows, and what is decided about them."""

from typing import Any, ClassVar

from marshmallow import fields, validate

from clusterorg.domains.organisations.schemas import EXAMPLE_ID
from clusterorg.domains.organisations.vocabulary import (
    BatchStatus,
    Decision,
    FileKind,
    Outcome,
    RowState,
)
from clusterorg.kernel.shapes import Choice, Input, Output, Text, YesNo, listed, nested

COMPARISONS = ("equals", "contains", "starts_with", "is_empty")
_CELL = Text(2000)


class RuleInput(Input):
    """When a column says one of these values, set these targets."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "column": "level",
        "comparison": "equals",
        "values": ["Strategic"],
        "results": {"extra.category": "strategic"},
    }

    column = Text(200, least=1, required=True)
    comparison = fields.String(required=True, validate=validate.OneOf(COMPARISONS))
    values = listed(Text(500), 200, load_default=list)
    results = fields.Dict(keys=Text(60, least=1), values=Text(500), required=True)


class MappingInput(Input):
    """Which column goes to which field, and the rules; an empty target ignores a column.

    Targets: `name`, `helix`, `website`, `enterprise_number`, … , `custom.<key>` and
    `extra.category`, `extra.joined_on` for the membership.
    """

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "mapping": {"name": "name", "level": "extra.category", "website": "website"},
        "rules": [RuleInput.EXAMPLE],
        "accept_proposals": True,
        "default_country": "BE",
    }

    mapping = fields.Dict(keys=Text(200, least=1), values=Text(60), required=True)
    rules = nested(RuleInput, 200, load_default=list)
    accept_proposals = YesNo()
    default_country = Text(2, least=2)


class CorrectionInput(Input):
    """Cells of a row overruled: target → text; an empty text empties the field."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "corrections": {"helix": "knowledge", "subgroup": "university"}
    }

    corrections = fields.Dict(keys=Text(60, least=1), values=_CELL, required=True)


class DecisionInput(Input):
    """What is to happen to a row; null takes a decision back."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"decision": "update", "target_id": EXAMPLE_ID}

    decision = Choice(Decision, required=True, allow_none=True)
    target_id = fields.UUID(allow_none=True)


class DecisionsInput(Input):
    """One decision for every undecided row of a state."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"state": "duplicate", "decision": "create"}

    state = Choice(RowState, required=True)
    decision = Choice(Decision, required=True)


class ProfileInput(Input):
    """The name under which a mapping is saved."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"name": "Website export"}

    name = Text(100, least=1, required=True)


class ProfileOutput(Output):
    """A saved mapping."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, "name": "Website export"}

    id = fields.UUID()
    name = fields.String()


class BatchRow(Output):
    """An import in the list."""

    id = fields.UUID()
    file_name = fields.String()
    status = Choice(BatchStatus)
    row_count = fields.Integer()
    staged_at = fields.DateTime()
    staged_by = fields.String()
    finished_at = fields.DateTime(allow_none=True)
    undone_at = fields.DateTime(allow_none=True)


class ProgressOutput(Output):
    """How many rows stand where; `undecided` ones wait for a decision."""

    total = fields.Integer()
    ready = fields.Integer()
    errors = fields.Integer()
    duplicates = fields.Integer()
    undecided = fields.Integer()
    pending = fields.Integer()
    created = fields.Integer()
    updated = fields.Integer()
    skipped = fields.Integer()
    failed = fields.Integer()
    undone = fields.Integer()
    undo_refused = fields.Integer()


class BatchOutput(BatchRow):
    """An import: what was uploaded, how it is read, how far it is."""

    file_kind = Choice(FileKind)
    encoding = fields.String(allow_none=True)
    delimiter = fields.String(allow_none=True)
    columns = fields.List(fields.String())
    mapping = fields.Dict(keys=fields.String(), values=fields.String())
    rules = fields.List(fields.Dict())
    accept_proposals = fields.Boolean()
    default_country = fields.String()
    progress = fields.Nested(ProgressOutput)
    version = fields.Integer()


class ProblemOutput(Output):
    """Something wrong with a row."""

    field = fields.String()
    code = fields.String()
    text = fields.String()


class ImportRowOutput(Output):
    """A row: what the file says, how it is read, what was found, decided and done."""

    id = fields.UUID()
    line = fields.Integer()
    raw = fields.List(fields.String())
    values = fields.Dict(keys=fields.String(), values=fields.String())
    corrections = fields.Dict(keys=fields.String(), values=fields.String())
    state = Choice(RowState)
    problems = fields.List(fields.Nested(ProblemOutput))
    candidates = fields.List(fields.Dict())
    proposal = fields.Dict(allow_none=True)
    decision = Choice(Decision, allow_none=True)
    decided_by = fields.String(allow_none=True)
    target_id = fields.UUID(allow_none=True)
    outcome = Choice(Outcome)
    organisation_id = fields.UUID(allow_none=True)
