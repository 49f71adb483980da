"""Commands for the database: migrate, roll back, find regions anew, stop the embedded server."""

import click

from clusterorg import config, wiring
from clusterorg.cli.common import operator, platform
from clusterorg.domains.identity import actions as securing
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.organisations import actions
from clusterorg.kernel import embedded, migrations
from clusterorg.kernel.clock import now


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def migrate() -> None:
    """Bring the database to the newest migration (creates the app role when it is missing)."""
    settings = config.load()
    wiring.hold_keys(settings)
    url = wiring.owner_url(settings)
    wiring.prepare_roles(url)
    migrations.upgrade(url)
    click.echo(f"Database is at migration {migrations.head()}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="This drops what later migrations made, with its data. Go on?")
def rollback(revision: str) -> None:
    """Take the database back to REVISION, for example 0005."""
    settings = config.load()
    wiring.hold_keys(settings)
    migrations.downgrade(wiring.owner_url(settings), revision)
    click.echo(f"Database is at migration {revision}.")


@db.command()
def regions() -> None:
    """Find the region (NUTS) of every postcode anew, in all clusters.

    For after an upgrade with a newer table of postcodes. A region chosen by hand stays as it is.
    """
    on, cursor = platform(), None
    while True:
        with on.session() as session:
            page = identity.clusters(session, cursor=cursor)
        for cluster in page.rows:
            with on.unit_of_work(cluster.id) as work:
                changed = actions.find_regions_anew(work, actor=operator(), at=now())
            click.echo(f"{cluster.slug}: {changed} addresses changed.")
        if not (cursor := page.next):
            break


@db.command()
def rekey() -> None:
    """Encrypt all second factors with the present secret key, after it was changed.

    Afterwards CLUSTERORG_FORMER_SECRET_KEYS is needed for cookies of half-filled forms only.
    """
    with platform().unit_of_work() as work:
        renewed = securing.encrypt_anew(work)
    click.echo(f"{renewed} second factors are encrypted with the present key.")


@db.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    embedded.stop(config.load().postgres_dir)
    click.echo("Stopped.")
