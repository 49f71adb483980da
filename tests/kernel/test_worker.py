"""The worker: jobs exist only if their commit does, run once, and survive a killed worker."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from clusterorg.kernel import worker
from clusterorg.kernel.jobs import TASKS, JobContext, task
from clusterorg.kernel.platform import Platform

RAN: list[str] = []


@pytest.fixture
def note() -> Iterator[str]:
    """A job that notes what it was told."""

    @task(name="test.note", retry=3)
    def run(_context: JobContext, *, word: str) -> None:
        RAN.append(word)

    RAN.clear()
    yield "test.note"
    del TASKS["test.note"]


def work_off(platform: Platform, url: str) -> None:
    """Run the worker in a thread of its own: a browser test may have left a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, worker.run(platform, url, once=True)).result(timeout=60)


def test_a_job_runs_once_after_its_commit(
    committed_platform: Platform, committed_database: str, note: str
) -> None:
    with committed_platform.unit_of_work() as work:
        work.defer(note, word="hello")

    work_off(committed_platform, committed_database)
    work_off(committed_platform, committed_database)

    assert RAN == ["hello"]


def test_a_job_of_a_unit_that_failed_never_exists(
    committed_platform: Platform, committed_database: str, note: str
) -> None:
    with pytest.raises(RuntimeError), committed_platform.unit_of_work() as work:
        work.defer(note, word="lost")
        work.session.flush()
        raise RuntimeError("after deferring")

    work_off(committed_platform, committed_database)

    assert RAN == []


def test_a_job_that_fails_is_tried_again_and_then_kept_as_failed(
    committed_platform: Platform, committed_database: str
) -> None:
    @task(name="test.fail", retry=1)
    def fail(_context: JobContext) -> None:
        raise RuntimeError("always")

    with committed_platform.unit_of_work() as work:
        work.defer(fail)
    work_off(committed_platform, committed_database)

    with committed_platform.session() as session:
        job = session.execute(text("SELECT status, attempts FROM procrastinate_jobs")).one()
    del TASKS["test.fail"]
    assert job.status in ("failed", "todo")
    assert job.attempts >= 1


SLEEPER = """
import asyncio, sys, time
from clusterorg import config, wiring
from clusterorg.kernel import worker
from clusterorg.kernel.jobs import task
@task(name="test.sleep")
def sleep(context):
    print("began", flush=True)
    time.sleep(60)
platform = wiring.make_platform(config.load(), __import__("sqlalchemy").create_engine(sys.argv[1]))
asyncio.run(worker.run(platform, sys.argv[1]))
"""


def test_the_job_of_a_killed_worker_runs_again(
    committed_platform: Platform, committed_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @task(name="test.sleep")
    def sleep(_context: JobContext) -> None:
        RAN.append("slept")

    RAN.clear()
    with committed_platform.unit_of_work() as work:
        work.defer(sleep)
    victim = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, committed_database],
        stdout=subprocess.PIPE,
        env={**os.environ, "CLUSTERORG_SECRET_KEY": "k" * 40},
    )
    assert victim.stdout.readline().strip() == b"began"
    victim.send_signal(signal.SIGKILL)
    victim.wait()

    monkeypatch.setattr(worker, "STALLED_AFTER", 0.5)
    time.sleep(1)
    work_off(committed_platform, committed_database)

    del TASKS["test.sleep"]
    assert RAN == ["slept"]
