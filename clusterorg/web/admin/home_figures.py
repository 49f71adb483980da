"""The figures of the home page, each from one query over the whole cluster."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.queries.members import MemberFilter, members_statement
from clusterorg.domains.membership.queries.today import joins_and_leaves
from clusterorg.domains.membership.vocabulary import MEMBERS
from clusterorg.domains.organisations.queries.missing import without_contact
from clusterorg.domains.organisations.vocabulary import Helix
from clusterorg.web.looks.pictures import Slice
from clusterorg.web.words import HELIX

SME = ("micro", "small", "medium")


@dataclass(frozen=True, slots=True)
class Composition:
    """Who is a member today, by helix, and how many of the companies are SMEs by headcount."""

    by_helix: dict[str, int]
    by_status: dict[str, int]
    smes: int
    sized_companies: int

    @property
    def members(self) -> int:
        """All members."""
        return sum(self.by_helix.values())

    @property
    def companies(self) -> int:
        """Members of the business helix."""
        return self.by_helix[Helix.BUSINESS.value]

    @property
    def slices(self) -> list[Slice]:
        """The helix ring."""
        return [
            Slice(helix.letter, str(HELIX[helix.value]), self.by_helix[helix.value])
            for helix in Helix
        ]


def composition(session: Session, today: date) -> Composition:
    """Return who stands where, in one query."""
    rows = members_statement(session, MemberFilter(statuses=()), today).order_by(None).subquery()
    groups = session.execute(
        select(rows.c.status, rows.c.helix, rows.c.size_class, func.count()).group_by(
            rows.c.status, rows.c.helix, rows.c.size_class
        )
    ).all()
    by_status, by_helix, by_size = Counter[str](), Counter[str](), Counter[str | None]()
    for status, helix, size, number in groups:
        by_status[status] += number
        if status in MEMBERS:
            by_helix[helix] += number
            if helix == Helix.BUSINESS.value:
                by_size[size] += number
    return Composition(
        by_helix={helix.value: by_helix[helix.value] for helix in Helix},
        by_status=dict(by_status),
        smes=sum(by_size[size] for size in SME),
        sized_companies=sum(number for size, number in by_size.items() if size),
    )


def members_without_contact(session: Session, today: date) -> int:
    """Return how many members have nobody in any role today."""
    rows = members_statement(session, MemberFilter(), today).order_by(None).subquery()
    return without_contact(session, select(rows.c.id), today)


def growth(session: Session, members: int, today: date) -> list[int]:
    """Return the number of memberships at the end of each of the last twelve months and now.

    Counted backwards from today's number by who joined and who left (one month is one step).
    """
    first = date(today.year - 1, today.month, 1)
    moved = {
        month.month: month.joined - month.left for month in joins_and_leaves(session, first, today)
    }
    numbers = [members]
    for back in range(12):
        years, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        numbers.append(numbers[-1] - moved.get(date(years, month + 1, 1), 0))
    return numbers[::-1]
