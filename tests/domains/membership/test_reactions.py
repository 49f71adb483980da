from datetime import date

import pytest
from sqlalchemy import select

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.models import Term
from clusterorg.domains.membership.rules.importing import imported_period
from clusterorg.domains.membership.vocabulary import MembershipStatus, Period
from clusterorg.domains.organisations.news import CarriedRow, ImportCarriedOut, ImportUndone
from clusterorg.kernel.audit import timeline
from clusterorg.kernel.ids import new_id

TODAY = date(2026, 3, 2)


def carried(work, at, actor, *rows):
    """Publish an import's news as the import does: with a line in the log, whose moment counts."""
    work.record("import.carried_out", subject=("import", new_id()), actor=actor, at=at)
    work.publish(ImportCarriedOut(new_id(), tuple(rows), finished=True))


def row(organisation, **extra):
    return CarriedRow(organisation.id, 1, True, extra)


@pytest.fixture
def imported(smaak, scheme, add, work_for, actor, at):
    organisation = add("Alliander")
    with work_for(smaak) as work:
        carried(work, at, actor, row(organisation, category="Full member", joined_on="2021-05-04"))
    return organisation


def test_an_imported_member_is_active_since_its_joining_date(smaak, imported, work_for):
    with work_for(smaak) as work:
        found = queries.standing_of(work.session, imported.id, TODAY)

    assert found.status is MembershipStatus.ACTIVE
    assert (found.member_since, found.until) == (date(2021, 5, 4), date(2027, 1, 1))


def test_importing_it_again_changes_nothing(smaak, imported, work_for, actor, at):
    with work_for(smaak) as work:
        carried(work, at, actor, row(imported, category="full", joined_on="2019-01-01"))

    with work_for(smaak) as work:
        assert len(queries.terms_of(work.session, imported.id)) == 1


def test_a_row_without_category_is_no_member(smaak, scheme, add, work_for, actor, at):
    organisation = add("Sponsor")
    with work_for(smaak) as work:
        carried(work, at, actor, row(organisation, category=" "))

    with work_for(smaak) as work:
        assert queries.terms_of(work.session, organisation.id) == []


def test_an_unknown_category_is_told_on_the_timeline(smaak, scheme, add, work_for, actor, at):
    organisation = add("Google")
    with work_for(smaak) as work:
        carried(work, at, actor, row(organisation, category="Platinum"))

    with work_for(smaak) as work:
        (line,) = timeline(work.session, organisation.id)
    assert (line.verb, line.after["category"]) == ("membership.category_unknown", "Platinum")


def test_an_undone_import_takes_its_terms_along(smaak, imported, work_for):
    with work_for(smaak) as work:
        work.publish(ImportUndone(new_id(), (imported.id,)))

    with work_for(smaak) as work:
        assert work.session.scalars(select(Term)).all() == []


@pytest.mark.parametrize(
    ("joined_on", "period"),
    [
        ("2021-05-04", Period(date(2021, 5, 4), date(2027, 1, 1))),
        ("2021", Period(date(2021, 1, 1), date(2027, 1, 1))),
        ("", Period(TODAY, date(2027, 1, 1))),
        ("soon", Period(TODAY, date(2027, 1, 1))),
        ("2027-02-01", Period(date(2027, 2, 1), date(2028, 1, 1))),
    ],
)
def test_the_period_of_an_imported_member(joined_on, period):
    assert imported_period(joined_on, TODAY) == period
