"""The join form in the hands of somebody who errs, and of somebody without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_becoming_a_member import apply

WRONG = "0009.000.199"


def typed(page: Page) -> dict[str, str]:
    """Return what every visible field of the form holds."""
    return page.locator("form.form").first.evaluate(
        """form => Object.fromEntries([...form.elements]
            .filter(it => it.name && it.type !== "hidden")
            .map(it => [`${it.name} ${it.type === "radio" ? it.value : ""}`,
                        it.type === "radio" || it.type === "checkbox" ? it.checked : it.value]))"""
    )


def error_of(page: Page, label: str) -> str:
    """Return the error that is tied to a field, as a screen reader finds it."""
    field = page.get_by_label(re.compile(f"^{label}"))
    expect(field).to_have_attribute("aria-invalid", "true")
    ids = (field.get_attribute("aria-describedby") or "").split()
    return " ".join(page.locator(f"#{each}").inner_text() for each in ids if "error" in each)


def test_a_wrong_number_keeps_what_was_typed_and_says_so_at_the_field(browse: Open) -> None:
    page = browse()
    apply(page, "Fout Getal bv", WRONG, "an@foutgetal.example")
    page.get_by_label("Anything we should know?").fill("Wij maken wafels.\nEn stroop.")
    before = typed(page)

    page.get_by_role("button", name="Send application").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link", name="Enterprise number")).to_be_visible()
    assert "check digits" in error_of(page, "Enterprise number")
    assert typed(page) == before
    summary.get_by_role("link", name="Enterprise number").click()
    page.get_by_label(re.compile("^Enterprise number")).fill("0009.000.313")
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("has arrived")


def test_an_empty_form_names_every_field_that_is_missing(browse: Open) -> None:
    page = browse()
    page.goto("/c/smaakkust/join")

    page.get_by_role("button", name="Send application").click()

    for label in ("Name of the organisation", "Street and number", "Postcode", "Place",
                  "Given name", "Family name"):  # fmt: skip
        assert error_of(page, label) == "Fill this in."
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(7)


def focused(page: Page) -> str:
    """Return the accessible name of what has the focus: its label or text."""
    return page.evaluate(
        """() => { const it = document.activeElement;
            return (it.labels?.[0] ?? it).innerText?.trim().split("\\n")[0] ?? ""; }"""
    )


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something has the focus; its focus must be seen."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            assert page.evaluate(
                """() => { const it = document.activeElement, style = getComputedStyle(it);
                    return style.outlineStyle !== "none" || style.boxShadow !== "none"; }"""
            ), f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"Tab never reaches {name}")


@pytest.mark.usefixtures("complaints")
def test_the_form_is_filled_in_and_sent_by_keyboard_alone(browse: Open) -> None:
    page = browse()
    page.goto("/c/smaakkust/join")
    answers = (
        ("Name of the organisation", "Zonder Muis bv"), ("Enterprise number", "0009.000.412"),
        ("People at work", "12"), ("Street and number", "Kaai 9"), ("Postcode", "8400"),
        ("Place", "Oostende"), ("Given name", "Ilse"), ("Family name", "Cools"),
        ("E-mail", "ilse@zondermuis.example"),
    )  # fmt: skip

    for label, value in answers:
        tab_to(page, label)
        page.keyboard.type(value)
    tab_to(page, "We agree")
    page.keyboard.press("Space")
    tab_to(page, "Send application")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("has arrived")


def test_the_first_tab_leads_past_the_navigation(browse: Open) -> None:
    page = browse()
    page.goto("/c/smaakkust/join")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.closest('main') !== null")
