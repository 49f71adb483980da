"""The two addresses that machines ask."""

from flask.testing import FlaskClient
from sqlalchemy import text

from clusterorg.kernel.platform import Platform


def test_healthz_says_alive(client: FlaskClient) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json["status"]) == (200, "alive")


def test_readyz_names_the_worker_that_is_missing(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": True, "migrations": True, "worker": False}


def test_readyz_is_ready_once_a_worker_beats(client: FlaskClient, platform: Platform) -> None:
    with platform.unit_of_work() as work:
        work.session.execute(text("SELECT procrastinate_register_worker_v1()"))

    assert client.get("/readyz").status_code == 200


def test_an_unknown_address_is_not_found_as_a_page_with_a_reference(client: FlaskClient) -> None:
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.text
