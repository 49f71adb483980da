"""Form bodies as Stripe reads them: `a[b][0]=c` is `{"a": {"b": ["c"]}}`; all leaves are text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from clusterorg.adapters.fake_stripe.problems import invalid

_PARTS = re.compile(r"[^\[\]]+")


def decode(body: str) -> dict[str, Any]:
    """Nest a form body or query string; `x[]=1` and `x[0]=1` both make lists."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body, keep_blank_values=True):
        _put(tree, name, value)
    return {key: _lists(value) for key, value in tree.items()}


def _put(tree: dict[str, Any], name: str, value: str) -> None:
    keys: list[str | None] = list(_PARTS.findall(name))
    if not keys:
        raise invalid(f"Invalid parameter: {name}", name, "parameter_unknown")
    if name.endswith("[]"):
        keys.append(None)
    node = tree
    for key in keys[:-1]:
        node = node.setdefault(str(key), {})
        if not isinstance(node, dict):
            raise invalid(f"Invalid parameter: {name}", name, "parameter_unknown")
    last = keys[-1]
    node[str(len(node)) if last is None else last] = value


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    done = {key: _lists(value) for key, value in node.items()}
    if done and all(key.isdigit() for key in done):
        return [done[key] for key in sorted(done, key=int)]
    return done


def integer(params: dict[str, Any], name: str, default: int | None = None) -> int:
    """A whole number out of a decoded form; raises the 400 that Stripe would give."""
    text = params.get(name)
    if text is None and default is not None:
        return default
    if not isinstance(text, str) or not re.fullmatch(r"-?\d+", text):
        raise invalid(f"Invalid integer: {text}", name, "parameter_invalid_integer")
    return int(text)


def required(params: dict[str, Any], name: str) -> Any:
    """A parameter that must be there."""
    if params.get(name) in (None, ""):
        raise invalid(f"Missing required param: {name}.", name, "parameter_missing")
    return params[name]


def flag(params: dict[str, Any], name: str) -> bool:
    """A boolean parameter, false when absent."""
    return bool(params.get(name) == "true")
