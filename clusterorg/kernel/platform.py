"""The platform: engine, news desk and adapters, put together once per process by wiring."""

from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from clusterorg.kernel.liveness import replace_when_dead
from clusterorg.kernel.news import NewsDesk
from clusterorg.kernel.scope import APP_ROLE, STEP_DOWN, ScopedSession
from clusterorg.kernel.unit_of_work import UnitOfWork

T = TypeVar("T")


class UnsafeRole(RuntimeError):
    """The database role could walk around row security; the program refuses to serve with it."""


class Platform:
    """What every door shares: where the database is, who hears news, who talks to the outside."""

    def __init__(
        self, bind: Engine | Connection, desk: NewsDesk, adapters: dict[type, Any] | None = None
    ) -> None:
        self.bind = bind
        self.desk = desk
        self.adapters: dict[type, Any] = adapters or {}

    def session(self, cluster_id: UUID | None = None) -> ScopedSession:
        """Open a session with this cluster, or none, in scope."""
        session = ScopedSession(
            self.bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )
        session.info["cluster_id"] = cluster_id
        return session

    def unit_of_work(
        self, cluster_id: UUID | None = None, *, request_id: str | None = None
    ) -> "OwnedUnitOfWork":
        """Open a unit of work with a session of its own, closed at the end."""
        return OwnedUnitOfWork(self.session(cluster_id), self.desk, request_id=request_id)

    def adapter(self, kind: type[T]) -> T:
        """Return the adapter that wiring chose for a protocol; KeyError when it chose none."""
        return cast(T, self.adapters[kind])


class OwnedUnitOfWork(UnitOfWork):
    """A unit of work that closes its session when it ends."""

    def __exit__(self, *what: Any) -> None:
        try:
            super().__exit__(*what)
        finally:
            self.session.close()


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """Return the engine of web and worker; a connection that died while it lay idle is replaced.

    Which role works is said at each transaction's start, see `kernel.scope`. Prepared statements
    are left to the driver's threshold; PgBouncer needs them off by URL option.
    """
    engine = create_engine(url, pool_size=pool_size, max_overflow=10, pool_pre_ping=False)
    event.listen(engine, "checkout", replace_when_dead)
    return engine


def refuse_unsafe_role(connection: Connection) -> None:
    """Raise UnsafeRole when the app role bypasses row security or owns a table, or is closed to us.

    The role is looked at as transactions take it: a login may be more than it works as.
    """
    try:
        connection.execute(STEP_DOWN)
    except DBAPIError as error:
        raise UnsafeRole(
            f"The login may not work as {APP_ROLE}. Sign in as {APP_ROLE}, or as a login that is "
            "a member of it."
        ) from error
    row = connection.execute(
        text(
            "SELECT current_user, rolsuper OR rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r','p'))"
            " FROM pg_roles r WHERE rolname = current_user"
        )
    ).one()
    if row[0] != APP_ROLE or row[1] or row[2]:
        raise UnsafeRole(f"Role {row[0]} can walk around row security. Use {APP_ROLE}.")
