"""Lists over HTTP: gunicorn with two workers, four clients, side by side with the bare endpoint."""

import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from clusterorg.app import create_app
from clusterorg.cli.run import APP, GUNICORN
from clusterorg.domains.organisations import queries
from tests.benchmarks.ground import PASSWORD, SLUG, Ground
from tests.benchmarks.table import Row

CLIENTS, SECONDS = 4, 6.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(target: str, environment: dict[str, str], *more: str) -> Iterator[tuple[int, float]]:
    """Serve a target with two workers; yields port and seconds until the first answer."""
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "gunicorn", *more, "--workers", "2", "--threads", "2",
               "--worker-class", "gthread", "--bind", f"127.0.0.1:{port}",
               "--log-level", "error", target]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        for _ in range(3000):
            try:
                ask(port, "/healthz")
                break
            except OSError:
                time.sleep(0.02)
        yield port, time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """Ask once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def rate(port: int, path: str, headers: dict[str, str] | None = None) -> float:
    """Return requests a second of four clients that keep their connection."""
    counts, stop = [0] * CLIENTS, time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < stop:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            counts[number] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def measure_lists(on: Ground) -> list[Row]:
    """JSON and HTML member list against the bare endpoint; page 150 against page 1; cold start."""
    ours = {"CLUSTERORG_SECRET_KEY": "b" * 40, "DATABASE_URL": on.url, "PORT": "8000",
            "CLUSTERORG_SECURE_COOKIES": "false", "CLUSTERORG_LOG_LEVEL": "ERROR"}  # fmt: skip
    bare = {
        "BARE_URL": on.url.replace("clusterorg_app", "postgres"),
        "BARE_CLUSTER": str(on.cluster_id),
    }
    bearer = {"Authorization": f"Bearer {on.key}"}
    path = "/api/v1/members?limit=50"
    with (
        gunicorn("tests.benchmarks.bare:app", bare) as (bare_port, _),
        gunicorn(APP, ours, "--config", str(GUNICORN)) as (port, cold),
    ):
        hold_against(ask(bare_port, "/rows")[1], ask(port, path, bearer)[1])
        cookie = {"Cookie": sign_in(port)}
        deep = f"{path}&cursor={cursor_of_page(port, path, bearer, 150)}"
        rounds = [
            (
                rate(bare_port, "/rows"),
                rate(port, path, bearer),
                rate(port, deep, bearer),
                rate(port, f"/c/{SLUG}/admin/members", cookie),
            )
            for _ in range(3)
        ]
    base, first, later, html = (statistics.median(column) for column in zip(*rounds, strict=True))
    return [
        Row("JSON member list, 50 rows", f"{first:.0f}/s", f"bare {base:.0f}/s", first / base,
            "≥ 0.50", first / base >= 0.5),
        Row("HTML member list, 50 rows", f"{html:.0f}/s", f"bare {base:.0f}/s", html / base,
            "≥ 0.25", html / base >= 0.25),
        Row("page 150 of the JSON list", f"{later:.0f}/s", f"page 1 {first:.0f}/s", later / first,
            "≥ 0.80", later / first >= 0.8),
        Row("cold start to the first answer", f"{cold:.1f} s", "", None, "< 3 s", cold < 3),
    ]  # fmt: skip


def hold_against(bare: bytes, ours: bytes) -> None:
    """Make sure that both answer the same: it would be no comparison otherwise."""
    for theirs, mine in zip(json.loads(bare)["items"], json.loads(ours)["items"], strict=True):
        if theirs != mine:
            raise RuntimeError(f"the bare endpoint answers {theirs}, we answer {mine}")


def cursor_of_page(port: int, path: str, headers: dict[str, str], number: int) -> str:
    """Walk to a page and return its marker, ready for an address."""
    from urllib.parse import quote

    marker = ""
    for _ in range(number - 1):
        _status, body = ask(port, path + (f"&cursor={marker}" if marker else ""), headers)
        marker = quote(json.loads(body)["next"], safe="")
    return marker


def sign_in(port: int) -> str:
    """Sign the manager in with the form, as a browser does; return the cookies."""
    import re

    import requests

    browser, base = requests.Session(), f"http://127.0.0.1:{port}"
    page = browser.get(f"{base}/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    answer = browser.post(
        f"{base}/sign-in",
        data={"csrf_token": token, "email": "manager@bench.example", "password": PASSWORD},
        headers={"Referer": f"{base}/sign-in"},
    )
    answer.raise_for_status()
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def measure_queries(on: Ground) -> Row:
    """The number of statements for a list of one row and of fifty.

    One request goes before: the first of a day also notes that the key was used.
    """
    client = create_app(on.settings, on.platform).test_client()
    bearer = {"Authorization": f"Bearer {on.key}"}
    client.get("/api/v1/me", headers=bearer)
    counts = [statements(on, client, f"/api/v1/members?limit={n}", bearer) for n in (1, 50)]
    return Row("statements for 1 row and for 50", str(counts[1]), str(counts[0]),
               counts[1] / counts[0], "equal", counts[0] == counts[1])  # fmt: skip


def statements(on: Ground, client: object, path: str, headers: dict[str, str]) -> int:
    """Count the statements of one request."""
    seen: list[str] = []
    listener = lambda *details: seen.append(details[2])  # noqa: E731
    event.listen(on.platform.bind, "before_cursor_execute", listener)
    answer = client.get(path, headers=headers)
    event.remove(on.platform.bind, "before_cursor_execute", listener)
    assert answer.status_code == 200, answer.text
    return len(seen)


def measure_search(on: Ground) -> Row:
    """Search as you type over 10,000 names, against its own statement as raw SQL."""
    typed = ["b", "ba", "bak", "bakk", "bakkerij d", "optik hel", "robotica 99", "zuivel aster"]
    with on.platform.session(on.cluster_id) as session:
        spoken: list[tuple[str, object]] = []
        listener = lambda *details: spoken.append((details[2], details[3]))  # noqa: E731
        event.listen(on.platform.bind, "before_cursor_execute", listener)
        for text in typed:
            queries.search(session, text)
        event.remove(on.platform.bind, "before_cursor_execute", listener)
        raw = session.connection().connection.driver_connection.cursor()
        spoken = [
            (statement, values) for statement, values in spoken if "set_config" not in statement
        ]
        ours, theirs = [], []
        for _ in range(30):
            began = time.perf_counter()
            for text in typed:
                queries.search(session, text)
            middle = time.perf_counter()
            for statement, values in spoken:
                raw.execute(statement, values).fetchall()
            theirs.append(time.perf_counter() - middle)
            ours.append(middle - began)
    mine, base = statistics.median(ours) / len(typed), statistics.median(theirs) / len(typed)
    return Row("search as you type, 10,000 names", f"{mine * 1000:.1f} ms",
               f"raw SQL {base * 1000:.1f} ms", mine / base, "≤ 3 ×", mine / base <= 3)  # fmt: skip
