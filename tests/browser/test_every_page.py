"""Every page, wide and narrow, light and dark: WCAG 2.2 AA, nothing sideways, no complaint."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from clusterorg.web.guard import Audience, access_of
from tests.browser.conftest import Open
from tests.browser.live import Live
from tests.support.addresses import ASKED, FILES, values

WIDE, NARROW, NARROWEST = ({"width": width, "height": 900} for width in (1280, 390, 320))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
# What the colour scheme can change.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
           "resultTypes": ["violations"]}  # fmt: skip
LOOKS = (
    (WIDE, "light", RULES),
    (NARROW, "light", RULES),
    (NARROW, "dark", COLOURS),
    (WIDE, "dark", COLOURS),
)
DOORS = {
    "members": ("/c/<slug>/admin/members", "/c/<slug>/admin/people", "/c/<slug>/admin/dup",
                "/c/<slug>/admin/search", "/c/<slug>/admin/imports", "/c/<slug>/admin/views"),
    "money": ("/c/<slug>/admin/invoices", "/c/<slug>/admin/payments", "/c/<slug>/admin/ledger",
              "/c/<slug>/admin/dues"),
    "settings": ("/c/<slug>/admin/settings",),
    "the rest of admin": ("/c/<slug>/admin/applications", "/c/<slug>/admin/|"),
    "portal": ("/c/<slug>/portal",),
    "account": ("/account", "/sign-in", "/password", "/invitation"),
    "public": ("/c/<slug>/join", "/mailbox", "/operator"),
    "the API's document": ("/api/docs|",),
}  # fmt: skip
# Answers that are no pages: files, fragments and styles.
NO_PAGES = {*FILES, "admin.search_suggest", "public.join_preview", "public.theme_stylesheet",
            "public.theme_logo", "admin.scheme_try_out", "admin.imports_errors_file"}  # fmt: skip


def pages(live: Live, door: str) -> Iterator[tuple[str, Any]]:
    """Yield the addresses of a door's pages, with whose they are."""
    for rule in sorted(live.app.url_map.iter_rules(), key=lambda each: each.rule):
        if "GET" not in (rule.methods or ()) or rule.endpoint in NO_PAGES:
            continue
        if "kind" in rule.arguments or rule.rule.endswith(("pdf", ".csv")):
            continue
        if any(_below(rule.rule, prefix) for prefix in DOORS[door]):
            built = rule.build(values(rule, live.home))
            assert built is not None
            access = access_of(live.app, rule.endpoint)
            yield built[1] + ASKED.get(rule.endpoint, ""), access.audience if access else None


def _below(rule: str, prefix: str) -> bool:
    return rule == prefix[:-1] if prefix.endswith("|") else rule.startswith(prefix)


def visitor(live: Live, audience: Audience | None) -> Any:
    """Return the person who may see a door's pages."""
    if audience is Audience.PORTAL:
        return live.home.contact.id if live.home.contact else None
    if audience is Audience.OPERATOR:
        return live.home.cast.people["operator"].id
    if audience in (Audience.ADMIN, Audience.ACCOUNT):
        return live.home.cast.people["owner"].id
    return None


def faults(page: Page) -> list[str]:
    """Return what axe finds in all four looks, and what hangs over the edge at 320 pixels."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        answer = page.evaluate("rules => axe.run(document, rules)", rules)
        for violation in answer["violations"]:
            node = violation["nodes"][0]
            found.append(
                f"{size['width']} {scheme} {violation['id']}: {node['html'][:160]}"
                f" ({len(violation['nodes'])}) {node['failureSummary'].splitlines()[-1][:160]}"
            )
    page.set_viewport_size(NARROWEST)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    if wide > NARROWEST["width"]:
        found.append(f"scrolls sideways at 320 pixels: {wide} ({_widest(page)})")
    return found


def _widest(page: Page) -> str:
    return page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(it => it.getBoundingClientRect().right > 321)
            .slice(0, 3).map(it => it.outerHTML.slice(0, 80)).join(" | ")"""
    )


@pytest.mark.parametrize("door", DOORS)
def test_every_page_can_be_used_by_everybody(live: Live, browse: Open, door: str) -> None:
    found: list[str] = []
    opened: dict[Any, Page] = {}

    for url, audience in pages(live, door):
        person = visitor(live, audience)
        if person not in opened:
            opened[person] = browse(person)
        page = opened[person]
        answer = page.goto(url)
        if answer is None or answer.status != 200:
            found.append(f"{url}: {answer and answer.status}")
            continue
        if url == "/api/docs":
            page.locator(".opblock-tag").first.wait_for()
        found += [f"{url}: {fault}" for fault in faults(page)]

    assert opened
    assert found == []


def test_axe_finds_a_page_that_is_hard_to_use(browse: Open) -> None:
    page = browse()
    page.goto("/c/smaakkust/join")
    page.evaluate(
        """() => { const it = document.createElement("p");
            it.innerHTML = "<img src='/c/smaakkust/logo'><span id=pale>pale</span>";
            it.style.width = "400px"; document.querySelector("main").prepend(it);
            document.querySelector("#pale").style.color = "#cccccc"; }"""
    )

    found = " ".join(faults(page))

    assert "image-alt" in found
    assert "light color-contrast" in found
    assert "scrolls sideways" in found


def test_a_script_that_is_not_ours_is_refused_and_heard(
    browse: Open, complaints: list[str]
) -> None:
    page = browse()
    page.goto("/c/smaakkust/join")
    page.evaluate(
        """() => { const it = document.createElement("script");
            it.textContent = "window.broken = true"; document.body.append(it); }"""
    )

    assert page.evaluate("() => window.broken") is None
    assert "Content Security Policy" in complaints.pop()
