"""Rules a person gives an import: when a column says this, set these fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from clusterorg.domains.organisations.errors import RuleInvalid, UnknownImportColumn
from clusterorg.domains.organisations.rules.mapping import check_target
from clusterorg.domains.organisations.rules.names import fold
from clusterorg.domains.organisations.vocabulary import FieldDefinition


class Comparison(StrEnum):
    """How a cell is compared. Letters and accents do not matter; `contains` looks for whole
    beginnings of words, so that “Institut” also finds “Institute”."""

    EQUALS = "equals"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    IS_EMPTY = "is_empty"


@dataclass(frozen=True, slots=True)
class ImportRule:
    """`column` compared with any of `values` sets each target of `results`."""

    column: str
    comparison: Comparison
    values: tuple[str, ...]
    results: Mapping[str, str]

    def fits(self, row: Mapping[str, str]) -> bool:
        """Say whether the rule applies to a row of the file."""
        cell = fold(row.get(self.column, ""))
        if self.comparison is Comparison.IS_EMPTY:
            return not cell
        wanted = [fold(value) for value in self.values]
        if self.comparison is Comparison.EQUALS:
            return cell in wanted
        if self.comparison is Comparison.STARTS_WITH:
            return any(cell.startswith(value) for value in wanted)
        return any(re.search(rf"\b{re.escape(value)}", cell) for value in wanted)


def read_rules(
    raw: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    definitions: Sequence[FieldDefinition],
) -> tuple[ImportRule, ...]:
    """Return rules from their stored form; raises RuleInvalid, UnknownImportColumn/Target.

    Stored form: {"column": "level", "comparison": "equals", "values": ["Strategic"],
    "results": {"extra.category": "strategic"}}.
    """
    return tuple(_read(rule, columns, definitions) for rule in raw)


def _read(
    raw: Mapping[str, Any], columns: Sequence[str], definitions: Sequence[FieldDefinition]
) -> ImportRule:
    try:
        rule = ImportRule(
            column=str(raw["column"]),
            comparison=Comparison(raw["comparison"]),
            values=tuple(str(value) for value in raw.get("values", ())),
            results={str(k): str(v) for k, v in dict(raw["results"]).items()},
        )
    except (KeyError, TypeError, ValueError):
        raise RuleInvalid(field="rules") from None
    needs_value = rule.comparison is not Comparison.IS_EMPTY
    if not rule.results or (needs_value and not any(fold(value) for value in rule.values)):
        raise RuleInvalid(field="rules")
    if rule.column not in columns:
        raise UnknownImportColumn(field="rules", column=rule.column)
    for target in rule.results:
        check_target(target, definitions)
    return rule
