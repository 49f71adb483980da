"""The worker: procrastinate runs the declared jobs; jobs of a dead worker are taken up again."""

import logging
from typing import Any, cast

import procrastinate
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import make_url

from clusterorg.kernel.jobs import TASKS, JobContext, Task
from clusterorg.kernel.platform import Platform
from clusterorg.kernel.scope import APP_ROLE

log = logging.getLogger("clusterorg.worker")

STALLED_AFTER = 30.0  # seconds without a heartbeat before a worker counts as dead


def make_app(platform: Platform, url: str) -> procrastinate.App:
    """Return the procrastinate application that runs every declared job on `platform`."""
    connector = procrastinate.PsycopgConnector(conninfo=conninfo(url), min_size=1, max_size=4)
    app = procrastinate.App(connector=connector)
    for declared in TASKS.values():
        _register(app, declared, platform)
    _register_rescue(app)
    return app


def conninfo(url: str) -> str:
    """Return the libpq form of an SQLAlchemy URL, stepping down to the app role where needed."""
    made = make_url(url).set(drivername="postgresql")
    plain = made.render_as_string(hide_password=False)
    return (
        plain if made.username == APP_ROLE else make_conninfo(plain, options=f"-c role={APP_ROLE}")
    )


def _register(app: procrastinate.App, declared: Task, platform: Platform) -> None:
    def run(context: procrastinate.JobContext, /, **arguments: Any) -> None:
        arguments.pop("timestamp", None)
        job = context.job
        declared(JobContext(platform, job.id, (job.attempts or 0) + 1), **arguments)

    registered = app.task(
        name=declared.name,
        queue=declared.queue,
        pass_context=True,
        retry=procrastinate.RetryStrategy(max_attempts=declared.retry, exponential_wait=4),
    )(run)
    if declared.cron:
        app.periodic(cron=declared.cron, periodic_id=declared.name)(cast(Any, registered))


def _register_rescue(app: procrastinate.App) -> None:
    @app.periodic(cron="* * * * *", periodic_id="queue.rescue")
    @app.task(name="queue.rescue", queue="default", queueing_lock="queue.rescue")
    async def rescue(timestamp: int) -> None:
        await rescue_stalled(app)


async def rescue_stalled(app: procrastinate.App) -> int:
    """Put the jobs of dead workers back into the queue; return how many."""
    manager = app.job_manager
    await manager.prune_stalled_workers(STALLED_AFTER)
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER))
    for job in stalled:
        log.warning("job %s (%s) was left by a dead worker; it runs again", job.id, job.task_name)
        await manager.retry_job(job)
    return len(stalled)


async def run(platform: Platform, url: str, *, once: bool = False, concurrency: int = 2) -> None:
    """Work until stopped; with `once`, until nothing is waiting."""
    app = make_app(platform, url)
    async with app.open_async():
        await rescue_stalled(app)
        await app.run_worker_async(
            wait=not once,
            concurrency=concurrency,
            install_signal_handlers=not once,
            delete_jobs="successful",
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=5.0,
            stalled_worker_timeout=STALLED_AFTER,
        )
