"""The tables as the migrations make them."""

from sqlalchemy import text

from clusterorg.domains.organisations import models


def test_the_tables_exist_and_force_row_security(connection):
    tables = [getattr(models, name).__tablename__ for name in models.__all__]

    forced = connection.execute(
        text("SELECT count(*) FROM pg_class WHERE relname = ANY(:n) AND relforcerowsecurity"),
        {"n": tables},
    ).scalar_one()

    assert forced == len(tables)
