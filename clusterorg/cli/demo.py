"""`clusterorg demo`: everything on one laptop, started together and stopped together."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pyotp
import requests
from rich.console import Console

from clusterorg import config, wiring
from clusterorg.config import Settings
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel import embedded, migrations

WAIT = 60.0  # seconds for the web to become ready
console = Console()


@click.command()
@click.option("--reset", is_flag=True, help="Throw the demo's data away and begin anew.")
@click.option("--load-only", is_flag=True, help="Load the demo data and stop.")
@click.option("--code", is_flag=True, help="Print the code of the operator's second factor.")
def demo(reset: bool, load_only: bool, code: bool) -> None:
    """Start the demo: database, sample clusters, web, worker, mailbox and fake Stripe.

    Ctrl-C stops all of it; the data stays for the next start.
    """
    settings = demo_settings()
    if code:
        print_code(settings)
        return
    if reset:
        throw_away(settings)
    embedded_server = settings.database_url is None
    url = wiring.owner_url(settings)
    try:
        wiring.prepare_roles(url)
        wiring.hold_keys(settings)
        migrations.upgrade(url)
        environment = child_environment(settings, url)
        from clusterorg.demo import loading

        loading.load_if_empty(config.load(environment), console)
        if not load_only:
            run_all(config.load(environment), environment)
    finally:
        if embedded_server:
            embedded.stop(settings.postgres_dir)


def print_code(settings: Settings) -> None:
    """Print what the operator's phone would show now. Raises ClickException without a demo."""
    from clusterorg.demo import loading

    shown = loading.kept(settings)
    if shown is None:
        raise click.ClickException("There is no demo here yet. Start it with `clusterorg demo`.")
    click.echo(pyotp.TOTP(shown.operator_secret).now())


def demo_settings() -> Settings:
    """Return the demo's settings; its secret key is made once and kept in the var folder."""
    var = Path(os.environ.get("CLUSTERORG_VAR_DIR") or "var").resolve()
    var.mkdir(parents=True, exist_ok=True)
    key = var / "secret.key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(48))
        key.chmod(0o600)
    port = int(os.environ.get("PORT") or 8000)
    return config.load(
        secret_key=key.read_text(),
        var_dir=var,
        demo=True,
        secure_cookies=False,
        base_url=f"http://127.0.0.1:{port}",
        smtp_url=f"smtp://127.0.0.1:{port + 2}",
        stripe_secret_key="sk_test_demo",  # noqa: S106 - the fake Stripe's
        stripe_webhook_secret="whsec_demo",  # noqa: S106
        stripe_api_base=f"http://127.0.0.1:{port + 1}",
    )


def child_environment(settings: Settings, owner_url: str) -> dict[str, str]:
    """Return the environment that carries these settings to the processes we start."""
    app_url = settings.database_url or embedded.as_app_role(owner_url)
    shown = {
        "SECRET_KEY": settings.secret_key,
        "VAR_DIR": str(settings.var_dir),
        "DEMO": "true",
        "SECURE_COOKIES": "false",
        "BASE_URL": settings.base_url,
        "SMTP_URL": settings.smtp_url,
        "STRIPE_SECRET_KEY": settings.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRET": settings.stripe_webhook_secret,
        "STRIPE_API_BASE": str(settings.stripe_api_base),
        "DATABASE_OWNER_URL": owner_url,
        "LOG_LEVEL": os.environ.get("CLUSTERORG_LOG_LEVEL", "WARNING"),
    }
    named = {f"{config.PREFIX}{name}": value for name, value in shown.items()}
    return {**os.environ, **named, "DATABASE_URL": app_url, "PORT": str(settings.port)}


def throw_away(settings: Settings) -> None:
    """Delete the demo's database and mail."""
    if settings.database_url:
        url = embedded.with_driver(settings.database_owner_url or settings.database_url)
        wiring.prepare_roles(url)
        migrations.upgrade(url)
        migrations.downgrade(url)
    else:
        embedded.stop(settings.postgres_dir)
        shutil.rmtree(settings.postgres_dir, ignore_errors=True)
    shutil.rmtree(settings.mailbox_dir, ignore_errors=True)
    shutil.rmtree(settings.var_dir / "stripe", ignore_errors=True)


def run_all(settings: Settings, environment: dict[str, str]) -> None:
    """Start the processes, say where they are, wait for Ctrl-C or for one of them to die."""
    state = settings.var_dir / "stripe"
    state.mkdir(exist_ok=True)
    commands = {
        "fake Stripe": [
            "-m", "clusterorg.adapters.fake_stripe", "--port", str(settings.port + 1),
            "--state", str(state / "state.json"),
            "--webhook-secret", settings.stripe_webhook_secret,
            "--webhook-url", f"{settings.base_url}/hooks/stripe",
            *stripe_accounts(settings),
        ],
        "mailbox": ["-m", "clusterorg", "mailbox", "--port", str(settings.port + 2)],
        "worker": ["-m", "clusterorg", "worker"],
        "web": ["-m", "clusterorg", "serve"],
    }  # fmt: skip
    with processes(commands, environment) as running:
        wait_until_ready(settings, running)
        from clusterorg.demo import welcome

        welcome.say(settings, console)
        watch(running)


def stripe_accounts(settings: Settings) -> list[str]:
    """Return the fake Stripe's arguments that name the account of each cluster."""
    platform = wiring.serving_platform(settings)
    with platform.session() as session:
        found = [identity.get_cluster(session, row.id) for row in identity.clusters(session).rows]
    return [
        f"--account={cluster.stripe_account_id}={cluster.legal_name}"
        for cluster in found
        if cluster.stripe_account_id
    ]


@contextmanager
def processes(
    commands: dict[str, list[str]], environment: dict[str, str]
) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start each command in a group of its own; stop them all, in reverse order, at the end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in commands.items():
            running[name] = subprocess.Popen(
                [sys.executable, *arguments], env=environment, start_new_session=True
            )
        yield running
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        stop_all(list(reversed(running.values())))


def stop_all(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask each process to end, and make it end after twenty seconds.

    A second Ctrl-C or TERM does not break this off: nothing we started may stay behind.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(20)  # longer than gunicorn lets a request finish
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(settings: Settings, running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait for /readyz; raise ClickException when a process dies or time runs out."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        complain_of_dead(running)
        try:
            if requests.get(f"{settings.base_url}/readyz", timeout=2).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise click.ClickException(f"The web did not become ready within {WAIT:.0f} s.")


def watch(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Wait until one of the processes ends."""
    while True:
        complain_of_dead(running)
        time.sleep(1)


def complain_of_dead(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Raise ClickException naming a process that ended by itself."""
    for name, process in running.items():
        if process.poll() is not None:
            raise click.ClickException(
                f"The {name} stopped with exit code {process.returncode}. Is its port in use? "
                "Set PORT to another number; PORT+1 and PORT+2 must be free too."
            )
