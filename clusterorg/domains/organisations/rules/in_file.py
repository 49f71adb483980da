"""Rows of one file that name the same organisation twice."""

from typing import Any

from clusterorg.domains.organisations.rules import names
from clusterorg.domains.organisations.rules.duplicates import Reason
from clusterorg.domains.organisations.rules.import_rows import Problem
from clusterorg.domains.organisations.rules.import_states import described_line
from clusterorg.domains.organisations.vocabulary import OrganisationData
from clusterorg.kernel.errors import Invalid, _


class TwiceInFile(Invalid):
    """The number stands in an earlier line too."""

    code = "twice_in_file"
    message = _("%(value)s stands in line %(line)s already. Correct one of the two, or skip it.")


class InFile:
    """Remembers what earlier lines said; give it the lines in order."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[str, tuple[int, str]] = {}

    def compare(
        self, line: int, data: OrganisationData
    ) -> tuple[list[Problem], list[dict[str, Any]]]:
        """Return (problems, candidates): the same number is an error, the same name a question."""
        problems = []
        for identifier in data.identifiers:
            first = self._numbers.setdefault((identifier.scheme.value, identifier.value), line)
            if first != line:
                params = {"value": identifier.value, "line": str(first)}
                problems.append(
                    Problem("identifiers", TwiceInFile.code, TwiceInFile.message, params)
                )
        key = names.match_name(data.name)
        first_line, name = self._names.setdefault(key, (line, data.name))
        if first_line == line:
            return problems, []
        return problems, [described_line(first_line, name, Reason.SAME_NAME, name)]
