"""Commands for the database: migrate, roll back, stop the embedded server."""

import click

from clusterorg import config, wiring
from clusterorg.kernel import embedded, migrations


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def migrate() -> None:
    """Bring the database to the newest migration (creates the app role when it is missing)."""
    url = wiring.owner_url(config.load())
    wiring.prepare_roles(url)
    migrations.upgrade(url)
    click.echo(f"Database is at migration {migrations.head()}.")


@db.command()
@click.argument("revision")
@click.confirmation_option(prompt="This drops what later migrations made, with its data. Go on?")
def rollback(revision: str) -> None:
    """Take the database back to REVISION, for example 0005."""
    migrations.downgrade(wiring.owner_url(config.load()), revision)
    click.echo(f"Database is at migration {revision}.")


@db.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    embedded.stop(config.load().postgres_dir)
    click.echo("Stopped.")
