"""Commands that only show: settings, jobs."""

from dataclasses import MISSING, fields

import click

from clusterorg import wiring
from clusterorg.config import Settings, env_name
from clusterorg.kernel.jobs import TASKS


@click.command()
def settings() -> None:
    """List every setting with its default and its sentence."""
    for spec in fields(Settings):
        default = "required" if spec.default is MISSING else f"default: {spec.default}"
        click.echo(f"{env_name(spec.name)}  ({default})\n    {spec.metadata['sentence']}")


@click.command()
def jobs() -> None:
    """List every job the worker knows, with its queue, tries and schedule."""
    wiring.import_jobs()
    for task in sorted(TASKS.values(), key=lambda task: task.name):
        when = f", periodic {task.cron} UTC" if task.cron else ""
        click.echo(f"{task.name}  (queue {task.queue}, {task.retry} tries{when})")
        click.echo(f"    {(task.run.__doc__ or '').strip().splitlines()[0]}")
