"""One cluster per session: what each of the four locks does, and that each one can fail."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from clusterorg.domains.identity.models import ApiKey, Seat
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform, refuse_unsafe_role
from clusterorg.kernel.scope import ScopeChanged, ScopeMissing
from tests.support.cast import AT, Cast


def test_a_session_sees_only_the_rows_of_its_cluster(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    with platform.session(smaak.id) as session:
        owners = session.scalars(select(Seat.cluster_id)).all()

    assert set(owners) == {smaak.id}


def test_without_a_cluster_in_scope_tenant_rows_are_refused(
    platform: Platform, smaak: Cast
) -> None:
    with platform.session() as session, pytest.raises(ScopeMissing):
        session.execute(select(Seat.id))


def test_a_session_that_serves_one_cluster_cannot_serve_another(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    with platform.session(smaak.id) as session, pytest.raises(ScopeChanged):
        session.enter_cluster(meca.id)


def test_raw_sql_past_the_orm_filter_still_sees_one_cluster(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    with platform.session(smaak.id) as session:
        seen = session.connection().exec_driver_sql("SELECT cluster_id FROM seats").scalars().all()

    assert set(seen) == {smaak.id}


def test_with_no_scope_set_the_database_shows_nothing(platform: Platform, smaak: Cast) -> None:
    with platform.session() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM seats").scalar()

    assert count == 0


def test_the_scope_of_one_session_does_not_reach_the_next_on_the_same_connection(
    platform: Platform, smaak: Cast
) -> None:
    with platform.session(smaak.id) as session:
        session.execute(select(Seat.id)).all()

    with platform.session() as session:
        left = (
            session.connection()
            .exec_driver_sql("SELECT current_setting('app.cluster', true)")
            .scalar()
        )
    assert left == ""


def test_a_row_cannot_be_written_into_another_cluster(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    with platform.session(smaak.id) as session:
        session.add(
            ApiKey(cluster_id=meca.id, name="x", prefix="x", key_hash="x", scopes=[], created_at=AT)
        )

        with pytest.raises(ScopeChanged):
            session.flush()


def test_the_database_refuses_a_row_of_another_cluster_in_raw_sql(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    with platform.session(smaak.id) as session, pytest.raises(DBAPIError, match="row-level"):
        session.connection().execute(
            text(
                "INSERT INTO seats (cluster_id, id, person_id, role, valid_from) "
                "VALUES (:c, :i, :p, 'viewer', now())"
            ),
            {"c": meca.id, "i": new_id(), "p": meca.people["viewer"].id},
        )


def test_the_web_role_cannot_bypass_row_security_or_own_a_table(platform: Platform) -> None:
    with platform.session() as session:
        refuse_unsafe_role(session.connection())


def test_a_person_sees_their_own_seats_in_every_cluster_and_nobody_elses(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    person = smaak.people["manager"]
    with platform.unit_of_work(meca.id) as work:
        work.session.add(Seat(person_id=person.id, role="viewer", valid_from=AT))

    with platform.session() as session:
        session.enter_person(person.id)
        seen = session.execute(select(Seat.cluster_id, Seat.person_id)).all()
    assert {row.cluster_id for row in seen} == {smaak.id, meca.id}
    assert {row.person_id for row in seen} == {person.id}


def test_a_person_in_a_cluster_sees_no_seat_of_another_even_past_the_orm_filter(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    person = smaak.people["manager"]
    with platform.unit_of_work(meca.id) as work:
        work.session.add(Seat(person_id=person.id, role="viewer", valid_from=AT))

    with platform.session(smaak.id) as session:
        session.enter_person(person.id)
        seen = session.connection().exec_driver_sql("SELECT cluster_id FROM seats").scalars().all()

    assert set(seen) == {smaak.id}


def test_the_audit_log_cannot_be_changed(platform: Platform, smaak: Cast) -> None:
    with platform.unit_of_work(smaak.id) as work:
        work.record("test.done", subject=("test", new_id()), actor=smaak.actor(), at=AT)

    with platform.session(smaak.id) as session, pytest.raises((ProgrammingError, IntegrityError)):
        session.connection().exec_driver_sql("UPDATE audit_entries SET reason = 'other'")


def test_a_broken_constraint_becomes_a_refusal_and_nothing_is_written(
    platform: Platform, smaak: Cast
) -> None:
    person = smaak.people["manager"]

    with pytest.raises(DomainError) as refused, platform.unit_of_work(smaak.id) as work:
        work.session.add(Seat(person_id=person.id, role="manager", valid_from=AT))
        work.record("seat.given", subject=("seat", new_id()), actor=smaak.actor(), at=AT)

    assert refused.value.status == 409
    with platform.session(smaak.id) as session:
        lines = session.connection().exec_driver_sql("SELECT count(*) FROM audit_entries").scalar()
        assert lines == 0
