"""`clusterorg dues`: the yearly dues run from the command line."""

import click

from clusterorg.cli.common import (
    cluster_option,
    console,
    find_cluster,
    money,
    operator,
    platform,
    today,
    with_bar,
)
from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.errors import RunFinished
from clusterorg.domains.membership.vocabulary import Proposal
from clusterorg.kernel.clock import now

year_option = click.option(
    "--year", type=int, required=True, help="The membership year, for example 2026."
)


@click.group()
def dues() -> None:
    """Compare what should be owed with what is booked, and charge the difference."""


@dues.command()
@cluster_option
@year_option
def preview(slug: str, year: int) -> None:
    """Show what a run would charge. Nothing is written. Exit code 1 when there are problems."""
    on = platform()
    cluster = find_cluster(on, slug)
    with on.session(cluster.id) as session:
        found = queries.preview(session, year, today(cluster))
    kinds = found.totals.counts
    for proposed in found.proposals:
        if proposed.kind is Proposal.PROBLEM:
            console.print(
                f"  {proposed.candidate.name}: {proposed.reason}", highlight=False, soft_wrap=True
            )
    cents = found.totals.charged_cents
    problems = kinds[Proposal.PROBLEM]
    console.print(
        f"{kinds[Proposal.CHARGE]} to charge for {money(cents)} without VAT, "
        f"{kinds[Proposal.BOOKED]} booked already, {kinds[Proposal.FREE]} free, "
        f"{kinds[Proposal.LEAVES]} leaving, {problems} with problems",
        highlight=False,
        soft_wrap=True,
    )
    if problems:
        raise SystemExit(1)


@dues.command()
@cluster_option
@year_option
def run(slug: str, year: int) -> None:
    """Carry a run out, or go on with one that was interrupted. Exit code 1 when somebody failed.

    What is booked already is never charged again.
    """
    on = platform()
    cluster = find_cluster(on, slug)
    with on.unit_of_work(cluster.id) as work:
        current = queries.unfinished_run(work.session)
        if current is None:
            current = actions.start_dues_run(work, year=year, actor=operator(), at=now())
        run_id, total = current.id, current.total

    def step() -> int | None:
        try:
            with on.unit_of_work(cluster.id) as work:
                left = actions.carry_out_dues_block(work, run_id=run_id, actor=operator(), at=now())
                row = queries.get_run(work.session, run_id)
                return row.done + row.skipped + row.failed if left else None
        except RunFinished:  # the worker was quicker
            return None

    with_bar(f"Dues {year}", total, step)
    with on.session(cluster.id) as session:
        row = queries.get_run(session, run_id)
    console.print(
        f"{row.done} charged for {money(row.charged_cents)} without VAT, {row.skipped} skipped, "
        f"{row.failed} failed",
        highlight=False,
        soft_wrap=True,
    )
    if row.failed:
        raise SystemExit(1)
