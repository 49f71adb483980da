"""What the dry run makes of a row, and which decisions a row allows."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from clusterorg.domains.organisations.errors import (
    DecisionNeedsTarget,
    IdentifierTaken,
    RowHasErrors,
)
from clusterorg.domains.organisations.rules.duplicates import Candidate, Reason
from clusterorg.domains.organisations.vocabulary import Decision, RowState
from clusterorg.kernel.errors import DomainError


def state_of(problems: Sequence[Any], candidates: Sequence[Any]) -> RowState:
    """Return error before duplicate before ready."""
    if problems:
        return RowState.ERROR
    return RowState.DUPLICATE if candidates else RowState.READY


def described(candidate: Candidate) -> dict[str, Any]:
    """Return a candidate as it is stored with the row."""
    return {
        "organisation_id": str(candidate.organisation_id),
        "name": candidate.name,
        "score": candidate.score,
        "reasons": [[reason.value, detail] for reason, detail in candidate.reasons],
    }


def described_line(line: int, name: str, reason: Reason, detail: str) -> dict[str, Any]:
    """Return another line of the same file as a candidate."""
    return {"line": line, "name": name, "score": 60, "reasons": [[reason.value, detail]]}


def has_same_number(candidates: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether a candidate has the very same number: then creating is impossible."""
    return any(
        reason == Reason.IDENTIFIER
        for candidate in candidates
        for reason, _ in candidate["reasons"]
    )


def check_decision(
    state: RowState,
    candidates: Sequence[Mapping[str, Any]],
    decision: Decision | None,
    target_id: UUID | None,
) -> None:
    """Raise RowHasErrors, DecisionNeedsTarget or IdentifierTaken when it cannot be done."""
    if decision in (None, Decision.SKIP):
        return
    if state is RowState.ERROR:
        raise RowHasErrors(field="decision")
    if decision is Decision.UPDATE and target_id is None:
        raise DecisionNeedsTarget(field="target_id")
    if decision is Decision.CREATE and has_same_number(candidates):
        raise IdentifierTaken(field="decision")


def possible_target(
    state: RowState, candidates: Sequence[Mapping[str, Any]], decision: Decision
) -> tuple[bool, UUID | None]:
    """Return (possible, target) of a decision taken for many rows at once.

    Update takes the most likely candidate that is an organisation here.
    """
    known = [UUID(c["organisation_id"]) for c in candidates if "organisation_id" in c]
    target = known[0] if decision is Decision.UPDATE and known else None
    try:
        check_decision(state, candidates, decision, target)
    except DomainError:
        return False, None
    return True, target
