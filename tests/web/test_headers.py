"""The headers of every answer, at the level securityheaders calls A+."""

import pytest
from flask.testing import FlaskClient

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.web import sign_in

KINDS = {
    "a page": ("/password", 200),
    "a page of somebody's own": ("/c/smaakkust/admin/members", 200),
    "what is not there": ("/nowhere", 404),
    "what is not allowed": ("/c/smaakkust/admin/settings/seats/new", 403),
    "a redirect": ("/account/clusters", 302),
    "a download": ("/c/smaakkust/admin/members.csv", 200),
    "a style sheet": ("/static/css/tokens.css", 200),
    "a library's file": ("/bootstrap/static/js/bootstrap.min.js", 200),
    "a cluster's colours": ("/c/smaakkust/theme.css", 200),
    "the API's document": ("/api/openapi.json", 200),
    "the API's page": ("/api/docs", 200),
    "the API without a key": ("/api/v1/members", 401),
    "a program's": ("/healthz", 200),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_carries_the_security_headers(
    client: FlaskClient, smaak: Cast, kind: str
) -> None:
    path, status = KINDS[kind]
    answer = sign_in(client, smaak, "manager").get(path)
    headers = answer.headers

    assert answer.status_code == status
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cache-Control" in headers
    assert "Strict-Transport-Security" not in headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_nothing_inline_is_allowed(client: FlaskClient) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]

    assert "unsafe" not in policy


def test_behind_https_transport_security_is_strict(settings: Settings, platform: Platform) -> None:
    from dataclasses import replace

    secure = create_app(replace(settings, secure_cookies=True), platform).test_client()

    answer = secure.get("/healthz", base_url="https://127.0.0.1")

    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_what_is_somebodys_own_is_kept_by_no_cache(client: FlaskClient, smaak: Cast) -> None:
    sign_in(client, smaak, "manager")

    for path in ("/c/smaakkust/admin/members", "/c/smaakkust/admin/members.csv", "/api/v1/me"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
