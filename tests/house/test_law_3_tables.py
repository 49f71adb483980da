"""Law 3: every table is a cluster's own, with composite keys and forced row security, or listed."""

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, create_engine

from clusterorg import wiring
from clusterorg.kernel.db import Base
from clusterorg.kernel.platform import Platform
from tests.house.tables import GLOBAL, faults, unprotected

wiring.import_models()


def test_every_table_is_protected_or_on_the_global_list(platform: Platform) -> None:
    with platform.session() as session:
        assert unprotected(session.connection()) == set()


def test_every_tenant_table_has_composite_keys() -> None:
    assert faults(Base.metadata.tables.values()) == []


def test_every_name_on_the_global_list_is_a_table() -> None:
    assert set(GLOBAL) - set(Base.metadata.tables) == set()


def test_a_table_without_row_security_is_found(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE loose (id int)")

        assert unprotected(connection) == {"loose"}
        connection.rollback()
    engine.dispose()


def test_a_foreign_key_without_the_cluster_is_found() -> None:
    metadata = MetaData()
    parent = Table("parent", metadata, Column("id", Integer, primary_key=True))
    child = Table(
        "child",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("parent_id", ForeignKey("parent.id")),
    )

    assert faults([child]) == [
        "child: the key is not (cluster_id, id)",
        "child: a foreign key to parent lacks cluster_id",
    ]
    assert faults([parent]) == ["parent: the key is not (cluster_id, id)"]


@pytest.mark.parametrize("table", sorted(GLOBAL))
def test_a_global_table_says_why(table: str) -> None:
    assert len(GLOBAL[table]) > 10
