"""What commands share: the platform, the cluster by its slug, the actor, the progress bar."""

import getpass
from collections.abc import Callable
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from clusterorg import config, wiring
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.identity.models import Cluster
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.platform import Platform

console = Console()

cluster_option = click.option(
    "--cluster", "slug", required=True, metavar="SLUG", help="The cluster, for example smaakkust."
)


def platform() -> Platform:
    """Return the platform of this command."""
    return wiring.serving_platform(config.load())


def find_cluster(found_on: Platform, slug: str) -> Cluster:
    """Return the cluster with this slug; raise ClickException naming those that exist."""
    with found_on.session() as session:
        cluster = identity.find_cluster(session, slug)
        if cluster is None:
            known = ", ".join(row.slug for row in identity.clusters(session).rows) or "none yet"
            raise click.ClickException(f"There is no cluster {slug}. Known: {known}.")
        return cluster


def operator() -> Actor:
    """Return who runs the command, for the audit log: the login on this machine."""
    return Actor.system(f"command line ({getpass.getuser()})")


def today(cluster: Cluster) -> date:
    """Return the date in the cluster's zone."""
    return local_date(now(), cluster.time_zone)


def with_bar(title: str, total: int, step: Callable[[], int | None]) -> None:
    """Call `step` until it returns None, showing what it returns as how much is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        bar = progress.add_task(title, total=total)
        while (done := step()) is not None:
            progress.update(bar, completed=done)
        progress.update(bar, completed=total)


def money(cents: int) -> str:
    """Write euro for a terminal."""
    return f"{cents / 100:,.2f} EUR"
