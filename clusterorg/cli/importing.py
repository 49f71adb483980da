"""`clusterorg import`: a member list from a file, with the same checks as the page."""

from pathlib import Path
from uuid import UUID

import click

from clusterorg.cli.common import (
    cluster_option,
    console,
    find_cluster,
    operator,
    platform,
    with_bar,
)
from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.vocabulary import Decision, RowState
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@cluster_option
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Where a column goes, for example --map level=category; may be given several times.",
)
@click.option(
    "--accept-proposals", is_flag=True, help="Take the proposed helix where the file names none."
)
@click.option(
    "--duplicates",
    type=click.Choice(["stop", "skip", "create"]),
    default="stop",
    show_default=True,
    help="What to do with rows that look like an organisation that is there already.",
)
@click.option("--dry-run", is_flag=True, help="Check everything and write nothing but the check.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows with errors, and what is wrong with each, to this CSV file.",
)
def import_list(
    file: Path,
    slug: str,
    pairs: tuple[str, ...],
    accept_proposals: bool,
    duplicates: str,
    dry_run: bool,
    report: Path | None,
) -> None:
    """Import the member list FILE (CSV or XLSX) into a cluster.

    Rows with errors are left out and told; everything else is written, and the whole import can be
    undone on its page. Exit code 1 when rows were left out or nothing was written.
    """
    on = platform()
    cluster_id = find_cluster(on, slug).id
    batch_id = _stage(on, cluster_id, file, pairs, accept_proposals)
    _show(on, cluster_id, batch_id)
    if report:
        _write_report(on, cluster_id, batch_id, report)
    if dry_run:
        with on.unit_of_work(cluster_id) as work:
            actions.delete_import(work, batch_id=batch_id, actor=operator(), at=now())
        return
    _decide(on, cluster_id, batch_id, duplicates)
    _carry_out(on, cluster_id, batch_id)


def _stage(
    on: Platform, cluster_id: UUID, file: Path, pairs: tuple[str, ...], accept: bool
) -> UUID:
    actor = operator()
    with on.unit_of_work(cluster_id) as work:
        batch = actions.stage_import(
            work, file_name=file.name, content=file.read_bytes(), actor=actor, at=now()
        )
        mapping = {**batch.mapping, **dict(_pair(pair) for pair in pairs)}
        actions.map_columns(work, batch_id=batch.id, mapping=mapping, actor=actor, at=now())
        if accept:
            actions.accept_proposals(work, batch_id=batch.id, accept=True, actor=actor, at=now())
    with console.status("Checking …"), on.unit_of_work(cluster_id) as work:
        actions.check_import(work, batch_id=batch.id, actor=actor, at=now())
    for column, target in mapping.items():
        console.print(f"  {column} → {target or 'left out'}", highlight=False, soft_wrap=True)
    return batch.id


def _pair(text: str) -> tuple[str, str]:
    column, equals, target = text.partition("=")
    if not equals:
        raise click.BadParameter(f"{text} is not COLUMN=FIELD", param_hint="--map")
    return column, target


def _show(on: Platform, cluster_id: UUID, batch_id: UUID) -> None:
    with on.session(cluster_id) as session:
        found = queries.progress(session, batch_id)
    console.print(
        f"{found.total} rows: {found.ready} ready, {found.duplicates} look like somebody we know, "
        f"{found.errors} with errors",
        highlight=False,
        soft_wrap=True,
    )


def _write_report(on: Platform, cluster_id: UUID, batch_id: UUID, report: Path) -> None:
    with on.session(cluster_id) as session:
        report.write_bytes(queries.error_report(session, queries.get_batch(session, batch_id)))
    console.print(f"Errors written to {report}", highlight=False, soft_wrap=True)


def _decide(on: Platform, cluster_id: UUID, batch_id: UUID, duplicates: str) -> None:
    with on.unit_of_work(cluster_id) as work:
        undecided = queries.progress(work.session, batch_id).undecided
        if undecided and duplicates == "stop":
            raise click.ClickException(
                f"{undecided} rows look like organisations that are there already. Decide them on "
                "the import's page, or say --duplicates skip or --duplicates create."
            )
        if undecided:
            actions.decide_rows(
                work,
                batch_id=batch_id,
                state=RowState.DUPLICATE,
                decision=Decision(duplicates),
                actor=operator(),
                at=now(),
            )


def _carry_out(on: Platform, cluster_id: UUID, batch_id: UUID) -> None:
    actor = operator()
    with on.unit_of_work(cluster_id) as work:
        actions.start_import(work, batch_id=batch_id, actor=actor, at=now())
    with on.session(cluster_id) as session:
        total = queries.progress(session, batch_id).total

    def step() -> int | None:
        with on.unit_of_work(cluster_id) as work:
            more = actions.carry_out_block(work, batch_id=batch_id, actor=actor, at=now())
            done = queries.progress(work.session, batch_id).done
        return done if more else None

    with_bar("Importing", total, step)
    with on.session(cluster_id) as session:
        found = queries.progress(session, batch_id)
    console.print(
        f"{found.created} created, {found.updated} updated, {found.skipped} left out, "
        f"{found.failed} failed",
        highlight=False,
        soft_wrap=True,
    )
    if found.errors or found.failed:
        raise SystemExit(1)
