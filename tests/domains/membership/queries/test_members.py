from datetime import date

import pytest
from sqlalchemy import event

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.queries import MemberFilter
from clusterorg.domains.membership.vocabulary import (
    CategoryData,
    DuesState,
    MembershipStatus,
)
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass

TODAY = date(2026, 3, 2)
ALL = MemberFilter(statuses=())


@pytest.fixture
def admit(smaak, open_for_members, add, work_for, actor, at):
    def make(name, *, category="full", charged=False, starts_on=TODAY, **facts):
        organisation = add(name, **facts)
        with work_for(smaak) as work:
            actions.admit_organisation(
                work,
                organisation_id=organisation.id,
                category=category,
                charged=charged,
                starts_on=starts_on,
                actor=actor,
                at=at,
            )
        return organisation.id

    return make


def names(work, wanted, **options):
    return [row.name for row in queries.members(work.session, wanted, TODAY, **options).rows]


def test_the_list_shows_members_and_their_standing(smaak, admit, add, work_for):
    admit("Algenova", starts_on=date(2025, 5, 1))
    add("No member")

    with work_for(smaak) as work:
        (row,) = queries.members(work.session, MemberFilter(), TODAY).rows

    assert (row.name, row.status, row.category) == ("Algenova", "active", "full")
    assert (row.member_since, row.until) == (date(2025, 5, 1), date(2027, 1, 1))
    assert (row.size_class, row.dues, row.voting) == ("small", "none", True)


def test_chips_narrow_by_status_category_helix_size_dues_and_text(
    smaak, admit, add, work_for, actor, at
):
    with work_for(smaak) as work:
        data = CategoryData(code="friend", names={"en": "Friend"}, voting=False)
        actions.add_category(work, data=data, actor=actor, at=at)
    admit("Algenova", category="friend")
    admit("Brouwerij", charged=True)
    admit("Universiteit", helix="knowledge", declared_size="large")
    add("Zuivelhuis")
    waiting = (MembershipStatus.AWAITING_PAYMENT,)

    with work_for(smaak) as work:
        assert names(work, MemberFilter(statuses=waiting)) == ["Brouwerij"]
        assert names(work, MemberFilter(statuses=(), categories=("friend",))) == ["Algenova"]
        assert names(work, MemberFilter(statuses=(), dues=(DuesState.OPEN,))) == ["Brouwerij"]
        knowledge = DirectoryFilter(helix=Helix.KNOWLEDGE, size_class=SizeClass.LARGE)
        assert names(work, MemberFilter(directory=knowledge)) == ["Universiteit"]
        assert names(work, MemberFilter(directory=DirectoryFilter(text="alge"))) == ["Algenova"]
        assert names(work, MemberFilter(statuses=(MembershipStatus.NONE,))) == ["Zuivelhuis"]
        assert len(names(work, ALL)) == 4


def test_members_who_leave_are_found(smaak, admit, work_for, actor, at):
    leaving = admit("Algenova")
    admit("Brouwerij")
    with work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=leaving, actor=actor, at=at)

    with work_for(smaak) as work:
        assert names(work, MemberFilter(ending=True)) == ["Algenova"]


def test_pages_follow_each_other(smaak, admit, work_for):
    for name in ("Algenova", "Brouwerij", "Chocoladeatelier"):
        admit(name)

    with work_for(smaak) as work:
        first = queries.members(work.session, MemberFilter(), TODAY, limit=2)
        rest = queries.members(work.session, MemberFilter(), TODAY, cursor=first.next, limit=2)

    assert [row.name for row in first.rows] == ["Algenova", "Brouwerij"]
    assert [row.name for row in rest.rows] == ["Chocoladeatelier"]
    assert rest.next is None


def test_one_row_and_many_cost_the_same_number_of_queries(smaak, admit, work_for, connection):
    def count():
        statements = []

        def note(_conn, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        with work_for(smaak) as work:
            work.session.connection()
            del statements[:]
            queries.members(work.session, ALL, TODAY)
            found = len(statements)
        event.remove(connection, "before_cursor_execute", note)
        return found

    admit("Algenova")
    one = count()
    for number in range(5):
        admit(f"Lid {number}", charged=True)

    assert count() == one == 1


def test_another_clusters_members_are_not_counted(smaak, meca, admit, work_for):
    admit("Algenova")

    with work_for(meca) as work:
        assert names(work, ALL) == []
        assert queries.counts_by_status(work.session, TODAY)[MembershipStatus.ACTIVE] == 0


def test_counts_by_status_helix_size_and_category(smaak, admit, add, work_for):
    admit("Algenova")
    admit("Universiteit", helix="knowledge", declared_size=None)
    add("Stranger")

    with work_for(smaak) as work:
        by_status = queries.counts_by_status(work.session, TODAY)
        by_kind = queries.counts_by_helix_and_size(work.session, TODAY)
        by_category = queries.counts_by_category(work.session, TODAY)

    assert (by_status[MembershipStatus.ACTIVE], by_status[MembershipStatus.NONE]) == (2, 1)
    assert by_kind == {("business", "small"): 1, ("knowledge", None): 1}
    assert by_category == {"full": 2}


def test_joins_and_leaves_are_counted_by_month(smaak, admit, work_for):
    admit("Algenova", starts_on=date(2026, 2, 3))
    admit("Brouwerij", starts_on=date(2026, 2, 20))
    admit("Chocoladeatelier")

    with work_for(smaak) as work:
        found = queries.joins_and_leaves(work.session, date(2026, 1, 1), TODAY)

    assert [(m.month, m.joined, m.left) for m in found] == [
        (date(2026, 2, 1), 2, 0),
        (date(2026, 3, 1), 1, 0),
    ]
