"""Law 2: one place commits, and reading requests never write."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "clusterorg"
ALLOWED = {
    "kernel/unit_of_work.py": "the one commit",
    "kernel/scope.py": "ends a transaction that the database holds read-only",
    "migrations/env.py": "migrations, as the owner of the tables, one run at a time",
}


def commits(source: str) -> list[int]:
    """Return the lines that call `.commit()`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]


def test_only_the_unit_of_work_commits() -> None:
    found = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := commits(path.read_text()))
    }

    assert set(found) == set(ALLOWED)


def test_a_stray_commit_is_found() -> None:
    assert commits("def act(session):\n    session.commit()\n") == [2]
