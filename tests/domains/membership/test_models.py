"""The last wall: what the database itself refuses, in the domain's own words."""

from datetime import date

import pytest
from sqlalchemy import text

from clusterorg.domains.membership import errors
from clusterorg.domains.membership.models import Term
from clusterorg.kernel.errors import ConstraintBroken
from clusterorg.kernel.ids import new_id


def term(organisation, category, starts_on, until, at):
    key = new_id()
    return Term(
        id=key,
        organisation_id=organisation.id,
        category_id=category.id,
        chain_id=key,
        starts_on=starts_on,
        until=until,
        start_policy="payment",
        origin="decision",
        created_at=at,
    )


def test_every_refusal_of_the_last_wall_stands_behind_a_real_constraint(smaak, work_for):
    with work_for(smaak) as work:
        known = set(
            work.session.scalars(
                text("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class")
            )
        )

    assert set(errors.CONSTRAINTS) <= known


def test_terms_that_share_a_day_are_refused_by_the_database(smaak, category, add, work_for, at):
    organisation = add("Algenova")
    with work_for(smaak) as work:
        work.session.add(term(organisation, category, date(2026, 1, 1), date(2027, 1, 1), at))

    with pytest.raises(errors.TermsOverlap), work_for(smaak) as work:
        work.session.add(term(organisation, category, date(2026, 12, 31), date(2027, 6, 1), at))


def test_terms_that_follow_each_other_share_no_day(smaak, category, add, work_for, at):
    organisation = add("Algenova")

    with work_for(smaak) as work:
        for year in (2026, 2027):
            work.session.add(
                term(organisation, category, date(year, 1, 1), date(year + 1, 1, 1), at)
            )


def test_a_term_cannot_belong_to_another_clusters_organisation(
    smaak, meca, category, add, work_for, at
):
    organisation = add("Algenova")

    with pytest.raises(ConstraintBroken), work_for(meca) as work:
        work.session.add(term(organisation, category, date(2026, 1, 1), date(2027, 1, 1), at))


@pytest.mark.parametrize(
    "table", ["application_events", "cancellations", "suspensions", "obligation_invoices"]
)
def test_facts_cannot_be_changed_or_removed(smaak, work_for, table):
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):
        refused = pytest.raises(Exception, match="permission denied")
        with refused, work_for(smaak) as work:
            work.session.execute(text(statement))
