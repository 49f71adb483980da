"""Connections that are shared: by a pool in front of PostgreSQL, and over a restart of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from clusterorg import wiring
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform, UnsafeRole, make_engine, refuse_unsafe_role

WHO = text("SELECT current_user")
PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def owners(database_url: str) -> Iterator[Engine]:
    """One connection whose login is the owner, as a laptop has it: it must step down."""
    made = make_engine(database_url, pool_size=1)
    yield made
    made.dispose()


@pytest.fixture
def admin(database_url: str) -> Iterator[Connection]:
    """Somebody who may end connections and make roles; nothing of it stays."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def who_works(platform: Platform) -> str:
    """Return the role in which a session's statements run."""
    with platform.session() as session:
        return str(session.connection().execute(WHO).scalar())


def test_each_transaction_steps_down_whatever_the_pool_did_with_the_connection(
    settings: Settings, owners: Engine
) -> None:
    platform = wiring.make_platform(settings, owners)
    assert who_works(platform) == "clusterorg_app"

    with owners.connect() as connection:
        connection.exec_driver_sql("RESET ROLE")  # what DISCARD ALL does between two clients

    assert who_works(platform) == "clusterorg_app"


def test_nothing_of_the_role_stays_for_who_gets_the_connection_next(
    settings: Settings, owners: Engine
) -> None:
    assert who_works(wiring.make_platform(settings, owners)) == "clusterorg_app"

    with owners.connect() as connection:
        assert connection.execute(WHO).scalar() != "clusterorg_app"


def test_a_login_that_may_not_step_down_is_refused_with_what_to_do(admin: Connection) -> None:
    admin.exec_driver_sql("CREATE ROLE stranger NOLOGIN")
    admin.exec_driver_sql("SET SESSION AUTHORIZATION stranger")

    with pytest.raises(UnsafeRole, match="Sign in as clusterorg_app"):
        refuse_unsafe_role(admin)


def test_an_app_role_that_bypasses_row_security_is_refused(admin: Connection) -> None:
    admin.exec_driver_sql("ALTER ROLE clusterorg_app BYPASSRLS")

    with pytest.raises(UnsafeRole, match="walk around"):
        refuse_unsafe_role(admin)


def test_an_app_role_that_owns_a_table_is_refused(admin: Connection) -> None:
    admin.exec_driver_sql("CREATE TABLE its_own ()")
    admin.exec_driver_sql("ALTER TABLE its_own OWNER TO clusterorg_app")

    with pytest.raises(UnsafeRole, match="walk around"):
        refuse_unsafe_role(admin)


def test_connections_that_a_restart_ended_are_replaced_before_they_are_used(
    settings: Settings, owners: Engine, admin: Connection
) -> None:
    platform = wiring.make_platform(settings, owners)
    with owners.connect() as connection:
        before = connection.execute(PID).scalar()

    admin.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": before})

    assert who_works(platform) == "clusterorg_app"


def test_a_connection_that_has_something_to_say_and_lives_is_kept(
    owners: Engine, admin: Connection
) -> None:
    with owners.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("LISTEN gossip")
        before = connection.execute(PID).scalar()
    admin.exec_driver_sql("NOTIFY gossip")
    admin.commit()

    with owners.connect() as connection:
        assert connection.execute(PID).scalar() == before
