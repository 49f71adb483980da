"""Fixtures of the API: the app with its API door alone, and programs with keys."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.domains.identity.vocabulary import API_SCOPES
from clusterorg.kernel.platform import Platform
from clusterorg.web import doors
from tests.support.api_samples import furnish
from tests.support.cast import AT, Cast
from tests.support.openapi import ApiClient, Promises, make_key


@pytest.fixture(autouse=True)
def _on_a_monday_in_march() -> Iterator[None]:
    """Let the clock of the process go on from the cast's moment, so that dates are known."""
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def app(settings: Settings, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The web application with the API's door only."""
    monkeypatch.setattr(doors, "DOORS", ())
    return create_app(settings, platform)


_written: list[dict[str, Any]] = []
_validators: dict[str, Any] = {}


@pytest.fixture
def promises(app: Flask) -> Promises:
    """What the document promises; it is written once for all tests."""
    if not _written:
        _written.append(app.test_client().get("/api/openapi.json").get_json())
    return Promises(app, _written[0], _validators)


@pytest.fixture
def program(app: Flask, platform: Platform, promises: Promises) -> Callable[..., ApiClient]:
    """Make a program with a key: `program(smaak, "members.read")`; no scopes named: all."""

    def make(cast: Cast, *scopes: str) -> ApiClient:
        name = f"Key {len(scopes)} {'-'.join(scopes)[:20]}"
        return ApiClient(app, promises, make_key(platform, cast, scopes or API_SCOPES, name))

    return make


@pytest.fixture
def api(program: Callable[..., ApiClient], smaak: Cast) -> ApiClient:
    """A program of SmaakKust with all scopes."""
    return program(smaak)


@pytest.fixture
def stranger(program: Callable[..., ApiClient], meca: Cast) -> ApiClient:
    """A program of MécaVallée with all scopes."""
    return program(meca)


@pytest.fixture
def nobody(app: Flask, promises: Promises) -> ApiClient:
    """A program without a key."""
    return ApiClient(app, promises, None)


@pytest.fixture
def shop(api: ApiClient, platform: Platform, smaak: Cast) -> ApiClient:
    """The program of SmaakKust, in a cluster with products, a category and a published scheme."""
    furnish(api, platform, smaak)
    return api
