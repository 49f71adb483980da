"""`clusterorg ledger`: the proof that the books are right."""

from collections.abc import Sequence
from typing import Any

import click

from clusterorg.cli.common import console, find_cluster, platform
from clusterorg.domains.billing import queries as billing
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.ledger import queries as books


@click.group()
def ledger() -> None:
    """Look after the books."""


@ledger.command()
@click.option("--cluster", "slug", metavar="SLUG", help="Only this cluster; default: all.")
def verify(slug: str | None) -> None:
    """Prove that all is booked once and balances. Exit code 1 when something is wrong."""
    on = platform()
    if slug:
        chosen: Sequence[Any] = [find_cluster(on, slug)]
    else:
        with on.session() as session:
            chosen = identity.clusters(session, limit=200).rows
    wrong = 0
    for cluster in chosen:
        with on.session(cluster.id) as session:
            found = [*books.faults(session), *billing.faults(session)]
        wrong += len(found)
        console.print(
            f"{cluster.slug}: {len(found) or 'no'} faults", highlight=False, soft_wrap=True
        )
        for fault in found:
            console.print(
                f"  {fault.code} {fault.subject_id}: {fault.text}", highlight=False, soft_wrap=True
            )
    if wrong:
        raise SystemExit(1)
