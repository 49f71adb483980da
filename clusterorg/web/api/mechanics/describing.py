"""From a contract to its place in the OpenAPI document: refusals, headers, scope, tag."""

from http import HTTPStatus
from types import ModuleType
from typing import Any

from clusterorg.web.api.mechanics.contract import Contract, View

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that is edited.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,10}"$'},
    "example": '"3"',
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A new UUID per intended effect. Sent again with the same request, the effect "
    "happens once and the first answer comes again with `Idempotent-Replayed: true`; with another "
    "request the answer is 409.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 120},
    "example": "0c0f9b0a-6d9e-4f9b-9b57-6d3f4c1d2e7a",
}
REPLAYED = {
    "Idempotent-Replayed": {
        "description": "`true` on an answer that is a repetition.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def describe(
    view: View, contract: Contract, resource: ModuleType, permission: str, *, with_ids: bool
) -> dict[str, Any]:
    """Return the operation's part of the document that its schemas do not say."""
    name = resource.__name__.rpartition(".")[2]
    return {
        "operationId": f"{name}_{view.__name__}",
        "tags": [title(resource)],
        "description": _description(view, permission),
        "security": [{"bearer": [permission]}],
        "responses": {
            status: HTTPStatus(status).name
            for status in sorted(statuses(contract, with_ids=with_ids))
        },
    }


def statuses(contract: Contract, *, with_ids: bool) -> set[int]:
    """Return the refusals an operation may answer with."""
    found = {401, 403, *contract.more}
    if with_ids or contract.asks:
        found |= {404}
    if contract.writes:
        found |= {400, 404, 409, 413, 415}
    if contract.edits:
        found |= {412, 428}
    return found | {422}


def title(resource: ModuleType) -> str:
    """Return a resource's name for people: the words before the colon of its docstring."""
    first = (resource.__doc__ or "").strip().splitlines()[0]
    return first.partition(":")[0].strip()


def about(resource: ModuleType) -> str:
    """Return a resource's description: the rest of its docstring."""
    head, colon, tail = (resource.__doc__ or "").strip().partition(":")
    words = (tail if colon else head).strip()
    return words[:1].upper() + words[1:]


def _description(view: View, permission: str) -> str:
    lines = (view.__doc__ or "").strip().split("\n\n", 1)
    more = "\n\n".join(part.strip() for part in lines[1:])
    return f"{more}\n\nScope: `{permission}`.".strip()


def headers_asked(contract: Contract) -> list[dict[str, Any]]:
    """Return the header parameters of an operation."""
    found: list[dict[str, Any]] = []
    if contract.edits:
        found.append(IF_MATCH)
    if contract.once is not None:
        found.append({**IDEMPOTENCY_KEY, "required": contract.once == "required"})
    return found
