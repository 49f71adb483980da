"""Real PostgreSQL for tests: one embedded server, one migrated template, one copy per process."""

import hashlib
import os
from pathlib import Path

from sqlalchemy import text

from clusterorg.kernel import embedded, migrations

ROOT = Path(__file__).parents[2]


def server_url() -> str:
    """Return the superuser URL: TEST_DATABASE_URL, or the embedded server in var/."""
    return os.environ.get("TEST_DATABASE_URL") or embedded.start(ROOT / "var" / "test-postgres")


def template_name() -> str:
    """Name the template after what the migrations say, so that a change makes a new one."""
    digest = hashlib.sha256()
    for path in sorted(migrations.SCRIPTS.rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "clusterorg" / "kernel" / "migrating.py").read_bytes())
    digest.update(os.environ.get("TEST_REVISION", "").encode())
    return f"template_{digest.hexdigest()[:12]}"


def make_template(url: str) -> str:
    """Create and migrate the template once, whichever process comes first."""
    name = template_name()
    engine = embedded.admin_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(4242)"))
        ready = connection.execute(
            text("SELECT datistemplate FROM pg_database WHERE datname = :n"), {"n": name}
        ).scalar()
        if not ready:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            migrations.upgrade(
                embedded.ensure_database(url, name), os.environ.get("TEST_REVISION", "head")
            )
            connection.execute(text(f'ALTER DATABASE "{name}" IS_TEMPLATE true'))
        connection.execute(text("SELECT pg_advisory_unlock(4242)"))
    engine.dispose()
    return name


def drop_database(url: str, name: str) -> None:
    """Drop a test's database, whoever is still connected."""
    engine = embedded.admin_engine(url)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    engine.dispose()
