"""The headers of every answer, at the level securityheaders calls A+."""

import pytest
from flask.testing import FlaskClient

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform


@pytest.mark.parametrize("path", ["/healthz", "/nowhere"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

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
