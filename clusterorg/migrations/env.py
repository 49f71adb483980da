"""Migrations run one at a time (advisory lock) and give up rather than block the product."""

from alembic import context
from sqlalchemy import create_engine, pool, text

from clusterorg import wiring
from clusterorg.kernel.db import Base

LOCK = 7_202_611_23
wiring.import_models()

config = context.config


def include_object(
    _object: object, name: str | None, kind: str, _reflected: bool, _to: object
) -> bool:
    """procrastinate looks after its own tables."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        compare_type=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    given = config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = create_engine(config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        run(connection)
        connection.commit()


main()
