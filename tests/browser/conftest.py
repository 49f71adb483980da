"""One Chromium and one running product for all browser tests of a process."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from clusterorg.kernel import embedded
from tests.browser.live import Live, run_live
from tests.support import database

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright; without one a skip, in CI a failure."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = "There is no Chromium here (apt install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live(server_url: str, template: str, tmp_path_factory) -> Iterator[Live]:
    """The running product on a database of its own."""
    name = f"live_{os.getpid()}"
    database.drop_database(server_url, name)
    url = embedded.ensure_database(server_url, name, template=template)
    with run_live(embedded.as_app_role(url), tmp_path_factory.mktemp("live")) as running:
        yield running
    database.drop_database(server_url, name)


class Complaints(list[str]):
    """What a page wrote on the console: errors, refused content, failed requests."""

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form answers 422; Chromium calls that an error.
        if message.type == "error" and "422" not in message.text:
            self.append(f"{message.location.get('url', '')}: {message.text}")


Open = Callable[..., Page]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What the pages of a test complained about: it must be nothing."""
    heard = Complaints()
    yield heard
    assert heard == []


@pytest.fixture
def browse(chromium: Browser, live: Live, complaints: Complaints) -> Iterator[Open]:
    """Open a browser of one's own: `browse()`, or signed in: `browse(person_id)`."""
    opened: list[BrowserContext] = []

    def new(person_id: object = None, **more: object) -> Page:
        facts = {"base_url": live.url, "locale": "en-GB", "reduced_motion": "reduce", **more}
        context = chromium.new_context(**facts)
        context.set_default_timeout(10_000)
        opened.append(context)
        if person_id is not None:
            cookie = {"name": "sign-in", "value": f"test-{person_id}", "url": live.url}
            context.add_cookies([cookie])
        page = context.new_page()
        complaints.watch(page)
        return page

    yield new
    for context in opened:
        context.close()
