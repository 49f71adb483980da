"""Law 1: imports and foreign keys go left; across domains only through the public rooms."""

import ast
from pathlib import Path

import pytest
from sqlalchemy import Table

from clusterorg import wiring
from clusterorg.kernel.db import Base

wiring.import_models()
PACKAGE = Path(__file__).parents[2] / "clusterorg"
PUBLIC_ROOMS = {"actions", "queries", "news", "errors", "vocabulary"}
STAIRS = wiring.STAIRCASE


def owners() -> dict[str, str]:
    """Return which domain each table belongs to."""
    return {
        mapper.local_table.name: mapper.class_.__module__.split(".")[2]
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("clusterorg.domains")
    }


def keys_to_the_right(tables: list[Table], owner: dict[str, str]) -> list[str]:
    """Return the foreign keys that point to a domain further right."""
    found = []
    for table in tables:
        for key in table.foreign_key_constraints:
            target = key.elements[0].column.table.name
            here, there = owner.get(table.name), owner.get(target)
            if here and there and STAIRS.index(there) > STAIRS.index(here):
                found.append(f"{table.name} -> {target}")
    return found


def trespasses(source: str, domain: str) -> list[str]:
    """Return the imports of another domain's private rooms."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        parts = node.module.split(".")
        if parts[:2] != ["clusterorg", "domains"] or len(parts) < 3 or parts[2] == domain:
            continue
        rooms = {parts[3]} if len(parts) > 3 else {alias.name for alias in node.names}
        found += [f"{parts[2]}.{room}" for room in rooms - PUBLIC_ROOMS]
    return found


def test_foreign_keys_go_left() -> None:
    assert keys_to_the_right(list(Base.metadata.tables.values()), owners()) == []


def test_a_foreign_key_to_the_right_is_found() -> None:
    contacts_first = {"seats": "identity", "clusters": "organisations", "persons": "organisations"}

    found = keys_to_the_right([Base.metadata.tables["seats"]], contacts_first)

    assert "seats -> persons" in found


@pytest.mark.parametrize("domain", STAIRS)
def test_a_domain_enters_others_by_their_public_rooms_only(domain: str) -> None:
    found = {
        str(path.relative_to(PACKAGE)): wrong
        for path in (PACKAGE / "domains" / domain).rglob("*.py")
        if (wrong := trespasses(path.read_text(), domain))
    }

    assert found == {}


def test_a_trespass_is_found() -> None:
    source = "from clusterorg.domains.billing.models import Invoice"

    assert trespasses(source, "membership") == ["billing.models"]
