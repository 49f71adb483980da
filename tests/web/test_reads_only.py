"""Reading a page is read-only in the database itself; tried on connections that really commit."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from clusterorg.app import create_app
from clusterorg.web.admin import home
from clusterorg.web.database import request_session
from tests.support.cast import SMAAK, make_cast
from tests.support.openapi import make_key
from tests.support.web import sign_in

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)
NOTED = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'identity.note_key_used'")


@pytest.fixture
def cast(committed_platform):
    return make_cast(committed_platform, SMAAK)


@pytest.fixture
def client(settings, committed_platform, cast):
    app = create_app(settings, committed_platform)
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in(app.test_client(), cast)


@pytest.mark.parametrize("page", ["home", "members", "applications", "invoices", "settings"])
def test_a_page_is_read_and_leaves_no_transaction_open(client, committed_platform, cast, page):
    address = f"/c/{cast.slug}/admin/{'' if page == 'home' else page}"

    assert client.get(address, follow_redirects=True).status_code == 200

    with committed_platform.session() as session:
        assert session.execute(WAITING).scalar() == 0


def test_a_page_that_writes_while_it_is_read_is_stopped_by_the_database(
    client, committed_platform, cast, monkeypatch
):
    refused = []

    def naughty(*_any):
        try:
            request_session().execute(text("UPDATE clusters SET name = 'Taken over'"))
        except InternalError as error:
            refused.append(error)
            raise

    monkeypatch.setattr(home, "session", naughty)

    assert client.get(f"/c/{cast.slug}/admin/").status_code == 500
    assert "read-only transaction" in str(refused[0])


def test_the_next_request_on_the_same_connection_may_write(client, cast):
    client.get(f"/c/{cast.slug}/admin/members")

    sent = client.post(
        f"/c/{cast.slug}/admin/members/new", data={"name": "Firm", "helix": "business"}
    )

    assert sent.status_code in (302, 303), sent.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("members", 200), (f"organisations/{UUID(int=7)}", 404), ("members?cursor=>s:a~s:b", 422)],
)
def test_the_first_use_of_a_key_is_noted_whatever_was_read(
    client, committed_platform, cast, path, status
):
    key = make_key(committed_platform, cast)

    answer = client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"})

    assert answer.status_code == status, answer.text
    with committed_platform.session() as session:
        assert session.execute(NOTED).scalar() == 1
