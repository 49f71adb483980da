"""The command line: `clusterorg --help`.

Exit codes: 0 done, 1 refused or failed (the reason is printed), 2 wrong usage. One file per topic;
`main` gathers them.
"""

import sys

import click

from clusterorg.cli import database, demo, dues, importing, ledger, run, show
from clusterorg.config import BadSettings
from clusterorg.kernel.errors import DomainError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Run clusterorg and look after its data.

    Start with `clusterorg demo`. Settings come from the environment: `clusterorg settings`.
    """


COMMANDS = (
    demo.demo,
    run.serve,
    run.worker,
    run.mailbox,
    database.db,
    importing.import_list,
    dues.dues,
    ledger.ledger,
    show.settings,
    show.jobs,
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command; print refusals as sentences, not as traces."""
    try:
        cli()
    except (BadSettings, DomainError) as refusal:
        click.secho(refusal.text() if isinstance(refusal, DomainError) else str(refusal), err=True)
        sys.exit(1)
