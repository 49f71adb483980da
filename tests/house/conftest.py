"""The town that the laws walk through: filled once per process, undone after each visit."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterorg import config, wiring
from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.domains.billing.ports import PaymentRail
from clusterorg.kernel import embedded
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform, make_engine
from tests.house.town import Town
from tests.support import database
from tests.support.cast import MECA, SMAAK, Cast, make_cast, make_person
from tests.support.filling import Filled, fill
from tests.support.stripe import gateway_for
from tests.support.web import sign_in_person


@dataclass(frozen=True)
class FilledDatabase:
    """A database with two filled clusters; `url` signs in as the web role."""

    url: str
    owner_url: str
    small: Filled
    large: Filled


@pytest.fixture(scope="session")
def filled_database(server_url: str, template: str) -> Iterator[FilledDatabase]:
    """SmaakKust with one of everything, MécaVallée with three, committed."""
    name = f"filled_{os.getpid()}"
    database.drop_database(server_url, name)
    owner_url = embedded.ensure_database(server_url, name, template=template)
    url = embedded.as_app_role(owner_url)
    engine = make_engine(url)
    platform = wiring.make_platform(town_settings(url, Path("unused")), engine)
    casts = [make_cast(platform, facts, now()) for facts in (SMAAK, MECA)]
    _add_operator(platform, casts[0])
    filled = [fill(platform, cast, rows=rows) for cast, rows in zip(casts, (1, 3), strict=True)]
    _sign_everybody_in(platform, filled)
    engine.dispose()
    yield FilledDatabase(url, owner_url, *filled)
    database.drop_database(server_url, name)


def _add_operator(platform: Platform, cast: Cast) -> None:
    person = make_person("operator", "clusterorg", now())
    person.is_operator, person.totp_confirmed_at = True, now()
    with platform.unit_of_work() as work:
        work.session.add(person)
    cast.people["operator"] = person


def _sign_everybody_in(platform: Platform, filled: list[Filled]) -> None:
    app = create_app(town_settings(str(platform.bind.url), Path("unused")), platform)
    for each in filled:
        for person in (*each.cast.people.values(), each.contact):
            sign_in_person(app.test_client(), platform, person.id)


def town_settings(url: str, folder: Path) -> Settings:
    """Settings of the town's app: demo mode, so that the mailbox is open too."""
    return config.load(
        {},
        secret_key="test " * 8,
        database_url=url,
        var_dir=folder,
        demo=True,
        secure_cookies=False,
        base_url="http://127.0.0.1:8000",
        stripe_secret_key="sk_test_fake",
        stripe_webhook_secret="whsec_test",
    )


@pytest.fixture(scope="module")
def town(filled_database: FilledDatabase, tmp_path_factory) -> Iterator[Town]:
    """The app in front of the filled database."""
    yield from open_town(filled_database, tmp_path_factory.mktemp("town"))


@pytest.fixture
def other_town(filled_database: FilledDatabase, tmp_path) -> Iterator[Town]:
    """The same with an app of its own, for twins that break it."""
    yield from open_town(filled_database, tmp_path)


def open_town(filled: FilledDatabase, folder: Path) -> Iterator[Town]:
    """Open the app inside one transaction that is rolled back."""
    engine = make_engine(filled.url)
    with engine.connect() as connection:
        outer = connection.begin()
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        settings = town_settings(filled.url, folder)
        adapters = {
            **wiring.make_adapters(settings),
            PaymentRail: gateway_for("http://127.0.0.1:9"),
        }
        platform = wiring.make_platform(settings, connection, adapters)
        app = create_app(settings, platform)
        app.config.update(WTF_CSRF_ENABLED=False)
        document = app.test_client().get("/api/openapi.json").get_json()
        yield Town(app, platform, connection, filled.small, filled.large, document)
        outer.rollback()
    engine.dispose()
