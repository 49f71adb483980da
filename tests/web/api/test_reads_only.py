"""A program's GET is read-only in the database itself; tried on connections that really commit."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform
from clusterorg.web import doors
from clusterorg.web.api import me
from clusterorg.web.database import request_session
from tests.support.cast import SMAAK, Cast, make_cast
from tests.support.openapi import make_key

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def cast(committed_platform: Platform) -> Cast:
    return make_cast(committed_platform, SMAAK)


@pytest.fixture
def app(settings: Settings, committed_platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(doors, "DOORS", ())
    return create_app(settings, committed_platform)


def get(app: Flask, platform: Platform, cast: Cast, path: str = "/me") -> Any:
    key = make_key(platform, cast, name=f"Key {path}")
    return app.test_client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"})


def test_reading_works_and_leaves_no_transaction_open(
    app: Flask, committed_platform: Platform, cast: Cast
) -> None:
    assert get(app, committed_platform, cast).status_code == 200
    assert get(app, committed_platform, cast, "/organisations").status_code == 200

    with committed_platform.session() as session:
        assert session.execute(WAITING).scalar() == 0


def test_a_view_that_writes_while_it_reads_is_stopped_by_the_database(
    app: Flask, committed_platform: Platform, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Exception] = []

    def naughty() -> Any:
        try:
            request_session().execute(text("UPDATE clusters SET name = 'Taken over'"))
        except InternalError as error:
            refused.append(error)
            raise

    monkeypatch.setattr(me, "current_cluster", naughty)

    response = get(app, committed_platform, cast)

    assert response.status_code == 500
    assert "read-only transaction" in str(refused[0])
    with committed_platform.session() as session:
        assert session.execute(text("SELECT name FROM clusters")).scalar() == SMAAK["name"]


def test_the_next_request_on_the_same_connection_may_write(
    app: Flask, committed_platform: Platform, cast: Cast
) -> None:
    key = make_key(committed_platform, cast)
    client, headers = app.test_client(), {"Authorization": f"Bearer {key}"}
    client.get("/api/v1/me", headers=headers)

    made = client.post(
        "/api/v1/organisations", json={"name": "Firm", "helix": "business"}, headers=headers
    )

    assert made.status_code == 201
