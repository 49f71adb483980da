"""The whole product, running: web, worker, mailbox and fake Stripe, on a database of its own."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from clusterorg import config, wiring
from clusterorg.adapters.fake_stripe import RunningFakeStripe
from clusterorg.adapters.mail.fake_mailbox import RunningMailbox, StoredMail, mails
from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel import worker
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform, make_engine
from tests.support.cast import MECA, SMAAK, make_cast, make_person
from tests.support.filling import Filled, fill
from tests.support.stripe import SECRET_KEY, WEBHOOK_SECRET, fake_settings, wait_until
from tests.support.web import sign_in_person

PATIENCE = 20.0  # seconds for what the worker does


@dataclass
class Live:
    """A running product. SmaakKust is `home`, filled; MécaVallée is `other`, filled too."""

    url: str
    app: Flask
    platform: Platform
    home: Filled
    other: Filled
    fake: RunningFakeStripe
    mailbox: Path

    def mail(self, to: str, containing: str) -> StoredMail:
        """Wait for a mail to somebody that contains a word, and return it."""
        found: list[StoredMail] = []

        def came() -> bool:
            found[:] = [
                mail
                for mail in mails(self.mailbox, to=to)
                if containing in mail.text or containing in mail.subject
            ]
            return bool(found)

        wait_until(came, PATIENCE)
        return found[0]


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """Say nothing about each request."""


@contextmanager
def run_live(url: str, folder: Path) -> Iterator[Live]:
    """Run everything over the database at `url` (web role) until the block ends."""
    with ExitStack() as stack:
        fake = stack.enter_context(RunningFakeStripe(fake_settings()))
        box = stack.enter_context(RunningMailbox(folder / "mailbox"))
        port = _free_port()
        settings = _settings(url, folder, port, fake.url, box.url)
        engine = make_engine(url, pool_size=10)
        stack.callback(engine.dispose)
        platform = wiring.make_platform(settings, engine, wiring.make_adapters(settings))
        app = create_app(settings, platform)
        home, other = _people(platform, app)
        stack.enter_context(_serving(app, port))
        fake.world.ensure_endpoint(f"{settings.base_url}/hooks/stripe", WEBHOOK_SECRET)
        stack.enter_context(_working(platform, url))
        yield Live(settings.base_url, app, platform, home, other, fake, box.folder)


def _settings(url: str, folder: Path, port: int, stripe: str, smtp: str) -> Settings:
    return config.load(
        {},
        secret_key="browser " * 5,
        database_url=url,
        var_dir=folder,
        demo=True,
        secure_cookies=False,
        base_url=f"http://127.0.0.1:{port}",
        port=port,
        smtp_url=smtp,
        stripe_secret_key=SECRET_KEY,
        stripe_webhook_secret=WEBHOOK_SECRET,
        stripe_api_base=stripe,
    )


def _people(platform: Platform, app: Flask) -> tuple[Filled, Filled]:
    """Fill both clusters and sign their people in (`test-<person id>` is the cookie)."""
    filled = [
        fill(platform, make_cast(platform, facts, now()), rows=rows)
        for facts, rows in ((SMAAK, 2), (MECA, 1))
    ]
    operator = filled[0].cast.people["operator"] = make_person("operator", "clusterorg", now())
    operator.is_operator, operator.totp_confirmed_at = True, now()
    with platform.unit_of_work() as work:
        work.session.add(operator)
    people = [person for each in filled for person in (each.cast.people["owner"], each.contact)]
    for person in (*people, operator):
        assert person is not None
        sign_in_person(app.test_client(), platform, person.id)
    return filled[0], filled[1]


@contextmanager
def _serving(app: Flask, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join(5)


@contextmanager
def _working(platform: Platform, url: str) -> Iterator[None]:
    """Work whatever waits, again and again, in a thread beside the web."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            asyncio.run(worker.run(platform, url, once=True))
            stop.wait(0.3)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
