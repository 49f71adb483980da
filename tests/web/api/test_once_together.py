"""The same Idempotency-Key from two senders at the same moment, on connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform
from clusterorg.web import doors
from tests.support.api_samples import organisation
from tests.support.cast import SMAAK, make_cast
from tests.support.openapi import make_key


@pytest.fixture
def app(settings: Settings, committed_platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(doors, "DOORS", ())
    return create_app(settings, committed_platform)


def test_of_two_senders_at_once_one_acts_and_both_get_the_same_answer(
    app: Flask, committed_platform: Platform
) -> None:
    key = make_key(committed_platform, make_cast(committed_platform, SMAAK))
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": "together"}
    start = Barrier(4)

    def send(_number: int) -> Any:
        start.wait(5)
        return app.test_client().post("/api/v1/organisations", json=organisation(), headers=headers)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    listed = app.test_client().get("/api/v1/organisations", headers=headers).get_json()["items"]
    replayed = [answer for answer in answers if "Idempotent-Replayed" in answer.headers]
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.get_data() for answer in answers}) == 1
    assert len(replayed) == 3
    assert len(listed) == 1


def test_of_two_edits_at_once_one_wins_and_the_other_is_told(
    app: Flask, committed_platform: Platform
) -> None:
    key = make_key(committed_platform, make_cast(committed_platform, SMAAK))
    headers = {"Authorization": f"Bearer {key}"}
    client = app.test_client()
    made = client.post("/api/v1/organisations", json=organisation(), headers=headers).get_json()
    start = Barrier(2)

    def edit(phone: str) -> int:
        start.wait(5)
        return (
            app.test_client()
            .patch(
                f"/api/v1/organisations/{made['id']}",
                json={"phone": phone},
                headers={**headers, "If-Match": '"1"'},
            )
            .status_code
        )

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(edit, ["+32 59 1", "+32 59 2"]))

    assert statuses == [200, 412]
