"""Commands that run a process: web, worker, demo mailbox."""

import asyncio
import os
import sys
from pathlib import Path

import click

from clusterorg import config, wiring
from clusterorg.kernel import worker as kernel_worker

GUNICORN = Path(__file__).parent / "gunicorn.conf.py"
APP = "clusterorg.app:create_app()"


@click.command()
def serve() -> None:
    """Serve the web application with gunicorn until stopped."""
    settings = config.load()
    wiring.app_url(settings)
    arguments = [sys.executable, "-m", "gunicorn", "--config", str(GUNICORN), APP]
    os.execv(sys.executable, arguments)  # noqa: S606 - replaces this process, no shell


@click.command()
@click.option("--once", is_flag=True, help="Stop when no job is waiting.")
def worker(once: bool) -> None:
    """Run jobs until stopped. Jobs that a killed worker left behind are taken up again."""
    settings = config.load()
    platform = wiring.serving_platform(settings)
    asyncio.run(kernel_worker.run(platform, wiring.app_url(settings), once=once))


@click.command()
@click.option("--port", default=1025, show_default=True, help="Port to receive mail on.")
def mailbox(port: int) -> None:
    """Receive all mail on 127.0.0.1 and keep it for the demo's mailbox page."""
    from clusterorg.adapters.mail import fake_mailbox

    fake_mailbox.serve_forever(config.load().mailbox_dir, port)
