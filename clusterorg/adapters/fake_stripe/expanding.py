"""`expand`: put whole objects where an answer has only their ids."""

from __future__ import annotations

from typing import Any

from clusterorg.adapters.fake_stripe.problems import invalid
from clusterorg.adapters.fake_stripe.store import Store, StripeDict

MAX_DEPTH = 4


def expand(store: Store, account: str, answer: StripeDict, paths: list[str]) -> StripeDict:
    """A copy of `answer` with each dotted path replaced by the object it names."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > MAX_DEPTH:
            raise invalid(f"Expanding goes at most {MAX_DEPTH} deep: {path}.", "expand")
        answer = _expand(store, account, answer, steps)
    return answer


def _expand(store: Store, account: str, obj: Any, steps: list[str]) -> Any:
    if isinstance(obj, list):
        return [_expand(store, account, item, steps) for item in obj]
    if not steps or obj is None:
        return obj
    name = steps[0]
    value = obj.get(name)
    if name == "line_items" and value is None:
        value = obj.get("_line_items")
    if isinstance(value, str):
        value = store.objects.get(account, {}).get(value)
        if value is None:
            raise invalid(f"This property cannot be expanded ({name}).", "expand")
    return {**obj, name: _expand(store, account, value, steps[1:])}
