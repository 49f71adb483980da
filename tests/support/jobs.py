"""Run the jobs that a test's own transaction has enqueued, in order, as the worker would."""

import json

from sqlalchemy import text

from clusterorg.kernel.jobs import TASKS, JobContext
from clusterorg.kernel.keys import link_token
from clusterorg.kernel.platform import Platform

NEXT = text(
    "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' "
    "AND (scheduled_at IS NULL OR scheduled_at <= now()) AND (:only = '' OR task_name = :only) "
    "ORDER BY id LIMIT 1"
)


def run_jobs(platform: Platform, *, only: str = "", limit: int = 1000) -> list[str]:
    """Run waiting jobs until there are none; return their names in order."""
    done: list[str] = []
    for _ in range(limit):
        with platform.session() as session:
            job = session.execute(NEXT, {"only": only}).first()
            if job is None:
                return done
            arguments = job.args if isinstance(job.args, dict) else json.loads(job.args)
            session.execute(
                text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = :id"),
                {"id": job.id},
            )
            session.commit()
        TASKS[job.task_name](JobContext(platform, job.id), **arguments)
        done.append(job.task_name)
    raise AssertionError(f"more than {limit} jobs")


def waiting_jobs(platform: Platform) -> list[tuple[str, dict]]:
    """Return name and arguments of the jobs that wait."""
    with platform.session() as session:
        rows = session.execute(
            text("SELECT task_name, args FROM procrastinate_jobs WHERE status='todo' ORDER BY id")
        ).all()
        session.rollback()
    return [(row.task_name, row.args) for row in rows]


def mailed_path(mail: dict) -> str:
    """Return the path that a waiting mail's reader will follow, as the worker renders it."""
    path = mail["context"]["path"]
    return path.replace("{token}", link_token(mail["link_id"])) if mail["link_id"] else path
