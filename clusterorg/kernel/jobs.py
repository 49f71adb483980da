"""Jobs: procrastinate on the same PostgreSQL, enqueued in the caller's transaction.

A job is declared once with `@task`, deferred with `work.defer(...)`, and run by the worker with a
`JobContext` that opens units of work. Delivery is at least once: every job must be replayable.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from clusterorg.kernel.platform import Platform
    from clusterorg.kernel.unit_of_work import UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JobContext:
    """What a running job has at hand."""

    platform: "Platform"
    job_id: int | None = None
    attempt: int = 1

    def unit_of_work(self, cluster_id: str | UUID | None) -> "UnitOfWork":
        """Open a unit of work in a cluster (None: global tables only)."""
        scope = UUID(cluster_id) if isinstance(cluster_id, str) else cluster_id
        return self.platform.unit_of_work(scope, request_id=f"job-{self.job_id or 'now'}")

    def adapter(self, kind: type[T]) -> T:
        """Return the adapter that wiring chose for a protocol."""
        return self.platform.adapter(kind)


@dataclass(frozen=True, slots=True)
class Task:
    """A declared job: its stable name, queue and how often it is tried again."""

    name: str
    queue: str
    retry: int
    cron: str | None
    run: Callable[..., None] = field(repr=False)

    def __call__(self, context: JobContext, /, **arguments: Any) -> None:
        """Run the body now (worker and tests)."""
        self.run(context, **arguments)


AnyTask = Task | str


@dataclass(frozen=True, slots=True)
class Deferred:
    """A job waiting for the commit."""

    task: str
    arguments: dict[str, Any]
    lock: str | None = None
    queueing_lock: str | None = None
    schedule_at: datetime | None = None


TASKS: dict[str, Task] = {}


def task(
    *, name: str, queue: str = "default", retry: int = 5, cron: str | None = None
) -> Callable[[Callable[..., None]], Task]:
    """Declare a job. `cron` (UTC) makes it periodic; it then takes no arguments of its own."""

    def declare(run: Callable[..., None]) -> Task:
        if name in TASKS:
            raise ValueError(f"Two jobs are called {name}.")
        TASKS[name] = Task(name, queue, retry, cron, run)
        return TASKS[name]

    return declare


_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(array_agg("
    "ROW(j->>'queue', j->>'task', 0, j->>'lock', j->>'queueing_lock', j->'args',"
    " (j->>'at')::timestamptz)::procrastinate_job_to_defer_v1))"
    " FROM jsonb_array_elements(CAST(:jobs AS jsonb)) AS j"
)


def defer_all(session: Session, jobs: Sequence[Deferred]) -> None:
    """Enqueue jobs on the session's own connection, all in one call."""
    if not jobs:
        return
    rows = [
        {
            "queue": TASKS[job.task].queue,
            "task": job.task,
            "lock": job.lock,
            "queueing_lock": job.queueing_lock,
            "args": job.arguments,
            "at": job.schedule_at.isoformat() if job.schedule_at else None,
        }
        for job in jobs
    ]
    session.execute(_DEFER, {"jobs": json.dumps(rows)})
