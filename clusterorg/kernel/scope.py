"""One cluster per session. Lock three and four of four: ORM filter, and refusal without scope.

Lock one is the composite key, lock two the forced row-level security keyed on `app.cluster`, which
`_tell_the_database` sets at the start of every transaction (also to nothing, so that a pooled or
shared connection never keeps an earlier scope). The same statement steps down to the role that owns
nothing, for this transaction only: behind a pool that hands connections on between transactions, a
role of the session would be lost, or reach somebody else (decision 004).
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, with_loader_criteria

from clusterorg.kernel.db import TenantOwned

S = TypeVar("S")
APP_ROLE = "clusterorg_app"

STEP_DOWN = text(f"SELECT set_config('role', '{APP_ROLE}', true)")
_SET = text(
    f"{STEP_DOWN.text}, set_config('app.cluster', :cluster, true),"
    " set_config('app.person', :person, true)"
)
_SET_AND_ONLY_READ = text(f"{_SET.text}, set_config('transaction_read_only', 'on', true)")


class ScopeMissing(RuntimeError):
    """A tenant's table was asked for while no cluster is in scope: a bug, never a user's fault."""


class ScopeChanged(RuntimeError):
    """A session serves one cluster for its whole life; open another session for another one."""


class ScopedSession(Session):
    """A session that sees one cluster, or none but the global tables."""

    @property
    def cluster_id(self) -> UUID | None:
        """The cluster in scope."""
        return self.info.get("cluster_id")

    def enter_cluster(self, cluster_id: UUID, *, announced: bool = False) -> None:
        """Put a cluster in scope; raises ScopeChanged when another one is.

        `announced`: the statement that found the cluster has told the database already.
        """
        if self.cluster_id not in (None, cluster_id):
            raise ScopeChanged(f"session of {self.cluster_id} asked to serve {cluster_id}")
        self.info["cluster_id"] = cluster_id
        if not announced:
            self._announce()

    def enter_person(self, person_id: UUID) -> None:
        """Let the person see their own seats and contacts in every cluster (a counted door)."""
        self.info["person_id"] = person_id
        self._announce()

    def only_read(self) -> None:
        """Promise, before the first statement, to change nothing; the database sees to it.

        In a transaction that somebody else opened (tests) the promise is not the session's to give.
        """
        self.info["only_reads"] = isinstance(self.get_bind(), Engine) and not self.in_transaction()

    def end_reading(self) -> None:
        """End a transaction that only read by COMMIT, which keeps what ROLLBACK throws away.

        psycopg forgets its prepared statements on ROLLBACK, and planning a long statement takes
        longer than running it. Nothing can be committed here: the transaction is read-only.
        """
        if self.info.pop("only_reads", False) and self.in_transaction():
            self.commit()

    def _announce(self) -> None:
        if self.in_transaction():
            self.connection().execute(_SET, _settings(self))


def _settings(session: Session) -> dict[str, str]:
    """Return what the database is told: a cluster, or else a person, never both.

    With both, row security would show a person's rows of other clusters to a session that serves
    one, and only the ORM filter would hide them.
    """
    cluster_id = session.info.get("cluster_id")
    person_id = None if cluster_id else session.info.get("person_id")
    return {"cluster": str(cluster_id or ""), "person": str(person_id or "")}


@event.listens_for(ScopedSession, "after_begin")
def _tell_the_database(
    session: Session, _transaction: SessionTransaction, connection: Connection
) -> None:
    only_reads = session.info.get("only_reads", False)
    connection.execute(_SET_AND_ONLY_READ if only_reads else _SET, _settings(session))


def _touches_tenant_rows(state: ORMExecuteState) -> bool:
    return any(issubclass(mapper.class_, TenantOwned) for mapper in state.all_mappers)


@event.listens_for(ScopedSession, "do_orm_execute")
def _filter_by_cluster(state: ORMExecuteState) -> None:
    """Add the cluster to every ORM statement, whatever entities it seems to have."""
    cluster_id = state.session.info.get("cluster_id")
    if cluster_id is None:
        # A person without a cluster may read their own seats and contacts: row security decides.
        if state.session.info.get("person_id") is None and _touches_tenant_rows(state):
            raise ScopeMissing(f"no cluster in scope for {state.statement}")
        return
    if state.is_select or state.is_update or state.is_delete:
        state.statement = scoped(state.statement, cluster_id)


def scoped(statement: Any, cluster_id: UUID) -> Any:
    """Return the statement with the cluster's filter.

    Who keeps a statement for many requests keeps it with its filter: SQLAlchemy then works out once
    what it would otherwise ask each time (is this statement compiled already?).
    """
    filter_ = _criteria(cluster_id)
    if any(option is filter_ for option in statement._with_options):
        return statement
    return statement.options(filter_)


def kept(make: Callable[[], S]) -> Callable[[Session], S]:
    """Make a statement that many pages begin with once for each cluster, with its filter.

    `make` builds it without values of a request (`bindparam` stands for them); what comes back
    takes the session and returns the statement for the session's cluster.
    """
    of_cluster = lru_cache(maxsize=512)(lambda cluster_id: scoped(make(), cluster_id))

    @wraps(make)
    def for_session(session: Session) -> S:
        statement: S = of_cluster(session.info["cluster_id"])
        return statement

    return for_session


@lru_cache(maxsize=1024)
def _criteria(cluster_id: UUID) -> Any:
    return with_loader_criteria(
        TenantOwned, lambda cls: cls.cluster_id == cluster_id, include_aliases=True
    )


@event.listens_for(ScopedSession, "before_flush")
def _fill_in_cluster(session: Session, _context: Any, _instances: Any) -> None:
    cluster_id = session.info.get("cluster_id")
    for row in session.new:
        if not isinstance(row, TenantOwned):
            continue
        if cluster_id is None:
            raise ScopeMissing(f"no cluster in scope for a new {type(row).__name__}")
        if row.cluster_id is None:
            row.cluster_id = cluster_id
        elif row.cluster_id != cluster_id:
            raise ScopeChanged(f"{type(row).__name__} of {row.cluster_id} in {cluster_id}")
