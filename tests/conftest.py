"""The ground of all tests: real PostgreSQL, a fixed cast, no network but 127.0.0.1."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, make_url

from clusterorg import config, wiring
from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel import embedded
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.i18n import use_locale
from clusterorg.kernel.platform import Platform, make_engine
from clusterorg.kernel.unit_of_work import UnitOfWork
from tests.support import database
from tests.support.cast import AT, MECA, SMAAK, Cast, make_cast

LOCAL = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin in English: a page that an earlier test asked for left its language behind."""
    with use_locale("en"):
        yield


@pytest.fixture(scope="session")
def server_url() -> str:
    """The superuser URL of the test server."""
    return database.server_url()


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """A migrated database to copy from."""
    return database.make_template(server_url)


@pytest.fixture(scope="session")
def database_url(server_url: str, template: str) -> Iterator[str]:
    """A fresh migrated database for this process (superuser URL)."""
    name = f"test_{os.getpid()}"
    database.drop_database(server_url, name)
    yield embedded.ensure_database(server_url, name, template=template)
    database.drop_database(server_url, name)


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """An engine that signs in as the web and worker role, as production does."""
    made = make_engine(embedded.as_app_role(database_url))
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One connection whose outer transaction is rolled back after the test."""
    with engine.connect() as made:
        outer = made.begin()
        yield made
        outer.rollback()


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a test process."""
    return config.load(
        {},
        secret_key="test " * 8,
        database_url=embedded.as_app_role(database_url),
        var_dir=tmp_path,
        secure_cookies=False,
        base_url="http://127.0.0.1:8000",
        stripe_secret_key="sk_test_fake",
        stripe_webhook_secret="whsec_test",
    )


@pytest.fixture
def platform(settings: Settings, connection: Connection) -> Platform:
    """The platform inside the test's transaction: commits are savepoints."""
    return wiring.make_platform(settings, connection)


@pytest.fixture
def smaak(platform: Platform) -> Cast:
    """SmaakKust vzw, a Flemish cluster, and its people."""
    return make_cast(platform, SMAAK)


@pytest.fixture
def meca(platform: Platform) -> Cast:
    """MécaVallée asbl, a Walloon cluster, and its people."""
    return make_cast(platform, MECA)


@pytest.fixture
def work_for(platform: Platform) -> Callable[[Cast], AbstractContextManager[UnitOfWork]]:
    """Open a unit of work in a cluster: `with work_for(smaak) as work:`."""
    return lambda cast: platform.unit_of_work(cast.id)


@pytest.fixture
def at() -> datetime:
    """A Monday morning: 2026-03-02 10:00 UTC."""
    return AT


@pytest.fixture
def actor(smaak: Cast) -> Actor:
    """The manager of SmaakKust."""
    return smaak.actor()


@pytest.fixture
def committed_database(server_url: str, template: str) -> Iterator[str]:
    """A database of its own whose commits are real (threads, workers, browsers); app-role URL."""
    name = f"committed_{os.getpid()}"
    database.drop_database(server_url, name)
    url = embedded.ensure_database(server_url, name, template=template)
    yield embedded.as_app_role(url)
    database.drop_database(server_url, name)


@pytest.fixture
def empty_database(server_url: str) -> Iterator[str]:
    """A database without a table; owner's URL."""
    name = f"empty_{os.getpid()}"
    database.drop_database(server_url, name)
    yield embedded.ensure_database(server_url, name)
    database.drop_database(server_url, name)


@pytest.fixture
def committed_platform(settings: Settings, committed_database: str) -> Iterator[Platform]:
    """A platform on the database of its own."""
    made = make_engine(committed_database)
    yield wiring.make_platform(settings, made)
    made.dispose()


@pytest.fixture
def database_owner(committed_database: str, server_url: str) -> Iterator[Engine]:
    """The superuser on the committed database: someone who tampers."""
    owner = make_url(server_url).set(database=make_url(committed_database).database)
    engine = create_engine(owner)
    yield engine
    engine.dispose()


@pytest.fixture
def app(settings: Settings, platform: Platform) -> Flask:
    """The web application inside the test's transaction; forms need no CSRF token here."""
    made = create_app(settings, platform)
    made.config.update(TESTING=False, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser; `sign_in(client, smaak, "manager")` gives it a person."""
    return app.test_client()
