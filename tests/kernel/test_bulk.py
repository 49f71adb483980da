"""Bulk writing: what JSON carries arrives as it was; replays are harmless; the planner is told."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from clusterorg.domains.organisations.models import Organisation
from clusterorg.kernel.audit import AuditEntry
from clusterorg.kernel.bulk import insert_new_rows, insert_rows, table_of
from clusterorg.kernel.db import among
from clusterorg.kernel.errors import ConstraintBroken
from clusterorg.kernel.ids import new_id
from tests.support.cast import SMAAK, make_cast


def an_organisation(cluster_id, name="Ölmühle \"Zur 'Post'\" \\ nv", **more):
    return {
        "cluster_id": cluster_id,
        "id": new_id(),
        "name": name,
        "sort_name": name.lower(),
        "match_name": name.lower(),
        "search_text": name.lower(),
        "helix": "business",
        "is_startup": False,
        "founded_on": date(1999, 12, 31),
        "custom": {"list": [1, None, "é"], "deep": {"a": 1.5}},
        "created_at": datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC),
        "version": 1,
        **more,
    }


def page_count(work, table):
    return work.session.scalar(
        text("SELECT relpages FROM pg_class WHERE oid = to_regclass(:table)"), {"table": table}
    )


def test_what_goes_out_as_json_arrives_as_it_was(smaak, work_for):
    row = an_organisation(smaak.id, legal_name=None)
    with work_for(smaak) as work:
        insert_rows(work.session, table_of(Organisation), [row])

    with work_for(smaak) as work:
        found = work.session.get_one(Organisation, (smaak.id, row["id"]))

        assert {key: getattr(found, key) for key in row} == row


def test_nothing_given_is_nothing_written(smaak, work_for):
    with work_for(smaak) as work:
        assert insert_new_rows(work.session, table_of(Organisation), []) == set()


def test_a_row_that_stands_is_left_as_it_is(smaak, work_for):
    first, second = an_organisation(smaak.id, "First"), an_organisation(smaak.id, "Second")
    with work_for(smaak) as work:
        insert_rows(work.session, table_of(Organisation), [first])

    with work_for(smaak) as work:
        new = insert_new_rows(
            work.session, table_of(Organisation), [{**first, "name": "Other"}, second]
        )
        names = work.session.scalars(select(Organisation.name).order_by(Organisation.name)).all()

    assert new == {second["id"]}
    assert [name for name in names if name in ("First", "Second", "Other")] == ["First", "Second"]


def test_a_plain_insert_refuses_a_row_that_stands(smaak, work_for):
    row = an_organisation(smaak.id)

    with pytest.raises(ConstraintBroken), work_for(smaak) as work:
        insert_rows(work.session, table_of(Organisation), [row, row])


def test_rows_of_another_cluster_are_refused(smaak, meca, work_for):
    with pytest.raises(Exception, match="row-level security"), work_for(smaak) as work:
        insert_rows(work.session, table_of(Organisation), [an_organisation(meca.id)])


def test_many_values_are_one_parameter(smaak, work_for):
    rows = [an_organisation(smaak.id, f"Number {n}") for n in range(3)]
    with work_for(smaak) as work:
        insert_rows(work.session, table_of(Organisation), rows)
        wanted = {row["id"] for row in rows[:2]} | {new_id()}

        found = work.session.scalars(
            select(Organisation.name).where(among(Organisation.id, wanted))
        ).all()

    assert sorted(found) == ["Number 0", "Number 1"]


def test_the_planner_hears_of_a_table_that_others_point_to(committed_platform):
    smaak = make_cast(committed_platform, SMAAK)
    rows = [an_organisation(smaak.id, f"Number {n}") for n in range(500)]

    with committed_platform.unit_of_work(smaak.id) as work:
        before = page_count(work, "organisations")
        insert_rows(work.session, table_of(Organisation), rows[:99])
        few = page_count(work, "organisations")
        insert_rows(work.session, table_of(Organisation), rows[99:])
        many = page_count(work, "organisations")

    assert few == before
    assert many > 10


def test_a_table_nobody_points_to_is_left_alone(committed_platform, at):
    smaak = make_cast(committed_platform, SMAAK)
    actor = smaak.actor()

    with committed_platform.unit_of_work(smaak.id) as work:
        for n in range(500):
            work.record(f"test.{n}", subject=("test", new_id()), actor=actor, at=at)
    with committed_platform.unit_of_work(smaak.id) as work:
        seen = page_count(work, "audit_entries")
        count = work.session.scalar(select(AuditEntry.verb).where(AuditEntry.verb == "test.499"))

    assert (seen, count) == (0, "test.499")
