"""Run the migrations in the package; tell whether a database is at their head.

Alembic is imported where it is used: a web process that starts has no use for it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parents[1] / "migrations"


def config(url: str | None = None) -> Config:
    """Return Alembic's configuration for a database URL."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    if url:
        made.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return made


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`."""
    from alembic import command

    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back to `revision`."""
    from alembic import command

    command.downgrade(config(url), revision)


@cache
def head() -> str | None:
    """Return the newest revision in the code; read once per process."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(config()).get_current_head()


def current(connection: Connection) -> str | None:
    """Return the revision the database is at."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()
