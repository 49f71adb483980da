"""What the code writes into the audit log, read from its source: verbs, fields, system actors."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "clusterorg"
WRITERS = ("domains", "adapters", "cli")


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module that may write the log, with its path."""
    for folder in WRITERS:
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text())


def verbs(where: str, tree: ast.Module) -> set[str]:
    """Return every verb that a module records; fails on one that cannot be read here."""
    found: set[str] = set()
    for call, around in _writes(tree):
        found |= _strings(where, tree, call.args[0], around)
    return found


def fields(tree: ast.Module) -> set[str]:
    """Return the keys of every `before` and `after` that a module writes out."""
    sides = [
        keyword.value
        for call, _around in _writes(tree)
        for keyword in call.keywords
        if keyword.arg in ("before", "after")
    ]
    shown = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "_shown" in node.name
    ]
    return {
        key.value
        for side in [*sides, *shown]
        for each in ast.walk(side)
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }


def actors(tree: ast.Module) -> set[str]:
    """Return the literal names of system actors that a module makes."""
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "system"
        and isinstance(node.args[0], ast.Constant)
    }


def _writes(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
    """Each call of `work.record` or `Line`, with the function it stands in."""
    for around in ast.walk(tree):
        if isinstance(around, ast.FunctionDef):
            for node in ast.walk(around):
                if isinstance(node, ast.Call) and node.args and _called(node) in ("record", "Line"):
                    yield node, around


def _called(call: ast.Call) -> str:
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _strings(
    where: str, tree: ast.Module, node: ast.expr, around: ast.FunctionDef | None
) -> set[str]:
    """Return what an expression can be: a text, a choice, a constant, or an argument handed on."""
    if isinstance(node, ast.Constant):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return _strings(where, tree, node.body, around) | _strings(where, tree, node.orelse, around)
    if isinstance(node, ast.Dict):
        return {value for each in node.values for value in _strings(where, tree, each, around)}
    if isinstance(node, ast.Subscript):
        return _strings(where, tree, node.value, around)
    if isinstance(node, ast.Name):
        names = [each.arg for each in around.args.args] if around else []
        if around and node.id in names:
            return _handed_on(where, tree, around, names.index(node.id))
        for each in tree.body:
            if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") == node.id:
                return _strings(where, tree, each.value, None)
    raise AssertionError(f"{where}:{node.lineno}: write the verb out, so that it can be read here")


def _handed_on(where: str, tree: ast.Module, called: ast.FunctionDef, at: int) -> set[str]:
    found: set[str] = set()
    for around in ast.walk(tree):
        if isinstance(around, ast.FunctionDef):
            for call in ast.walk(around):
                if (
                    isinstance(call, ast.Call)
                    and _called(call) == called.name
                    and len(call.args) > at
                ):
                    found |= _strings(where, tree, call.args[at], around)
    return found
