"""The main path, as people walk it: apply, approve, accept the invitation, pay, be a member."""

import re
from uuid import UUID

import pytest
import requests
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.conftest import Open
from tests.browser.live import PATIENCE, Live
from tests.support.cast import PASSWORD

PRICE = "€1,452.00"  # 1,200 for a small company and 21 % VAT
WAIT = PATIENCE * 1000


def fill_in(page: Page, **fields: str) -> None:
    """Type into fields by their labels."""
    for label, value in fields.items():
        page.get_by_label(re.compile(f"^{label.replace('_', ' ')}")).first.fill(value)


def apply(page: Page, name: str, number: str, email: str) -> None:
    """Fill the join page in as a small company and send it."""
    page.goto("/c/smaakkust/join")
    fill_in(page, Name_of_the_organisation=name, Enterprise_number=number, People_at_work="12")
    fill_in(page, Street_and_number="Kaai 7", Postcode="8400", Place="Oostende")
    fill_in(page, Given_name="Lotte", Family_name="Maes")
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("We agree").check()


def send(page: Page) -> None:
    """Send the application."""
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("has arrived")


def approve(page: Page, name: str) -> None:
    """Approve an application from the inbox."""
    page.goto("/c/smaakkust/admin/applications")
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("link", name="Approve").first.click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page).not_to_have_url(re.compile("/approve"))


def accept(page: Page, live: Live, email: str) -> None:
    """Follow the invitation in the mail and choose a password."""
    mail = live.mail(email, "/invitation/")
    [path] = {link for link in mail.links if "/invitation/" in link}
    page.goto(path)
    page.get_by_label("Password").fill("a sentence of five words")
    page.get_by_role("button", name="Accept the invitation").click()
    expect(page).to_have_url(re.compile("/c/smaakkust/portal/"))


def open_invoice(page: Page) -> None:
    """Go to the open invoice in the portal."""
    page.goto("/c/smaakkust/portal/invoices")
    page.get_by_role("link", name=re.compile("INV")).first.click()
    expect(page.get_by_role("main")).to_contain_text(PRICE)


def pay_by_card(page: Page, number: str) -> None:
    """Pay on the provider's hosted page, as far as it comes."""
    page.get_by_role("button", name=re.compile("^Pay .* now")).click()
    page.get_by_label("Card number").fill(number)
    page.get_by_role("button", name=re.compile("^Pay €")).click()


def sign_in(page: Page, live: Live, role: str) -> None:
    """Sign in with mail address and password."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(live.home.cast.people[role].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def organisation_of(live: Live, name: str) -> UUID:
    """Find the organisation by its name."""
    with live.platform.session(live.home.id) as session:
        wanted = text("SELECT id FROM organisations WHERE name = :name")
        return session.execute(wanted, {"name": name}).scalar_one()


def seen_in_the_api(live: Live, organisation_id: UUID) -> str:
    """Return the standing that a program reads."""
    answer = requests.get(
        f"{live.url}/api/v1/organisations/{organisation_id}/membership",
        headers={"Authorization": f"Bearer {live.home.key}"},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["standing"]["status"])


def seen_in_admin(page: Page, organisation_id: UUID) -> str:
    """Return the member's page, timeline included."""
    page.goto(f"/c/smaakkust/admin/members/{organisation_id}")
    return page.get_by_role("main").inner_text()


@pytest.mark.usefixtures("complaints")
def test_a_small_company_applies_pays_by_card_and_is_a_member(browse: Open, live: Live) -> None:
    name, email = "Zilte Wafels bv", "lotte@ziltewafels.example"
    applicant, manager = browse(), browse()

    apply(applicant, name, "0009.000.115", email)
    price = applicant.locator("#price")
    expect(price).to_contain_text(PRICE)
    expect(price.get_by_role("listitem").first).not_to_be_empty()
    send(applicant)
    sign_in(manager, live, "manager")
    approve(manager, name)
    member = browse()
    accept(member, live, email)
    open_invoice(member)
    number = re.search(r"INV[-/\d]+", member.title() + member.inner_text("main"))
    assert number is not None
    pay_by_card(member, "4242 4242 4242 4242")

    expect(member).to_have_url(re.compile("paying=done"))
    receipt = live.mail(email, number[0])
    assert PRICE in receipt.text
    member.goto("/c/smaakkust/portal/")
    expect(member.get_by_role("main")).to_contain_text("Active", ignore_case=True)
    organisation_id = organisation_of(live, name)
    assert seen_in_the_api(live, organisation_id) == "active"
    shown = seen_in_admin(manager, organisation_id)
    assert "Active" in shown
    manager.goto("/c/smaakkust/admin/ledger")
    expect(manager.get_by_role("main")).to_contain_text(number[0])
    manager.goto("/mailbox")
    expect(manager.get_by_role("main")).to_contain_text(email)
    with live.platform.session(live.home.id) as session:
        told = session.execute(
            text("SELECT verb FROM audit_entries WHERE concerns_id = :id"), {"id": organisation_id}
        ).scalars()
        assert {"application.approved", "invoice.issued", "membership.activated"} <= set(told)


def test_a_declined_card_and_then_a_bank_transfer_recorded_by_hand(
    browse: Open, live: Live
) -> None:
    name, email = "Duinroos Sauzen bv", "lotte@duinroos.example"
    applicant, staff, member = browse(), browse(live.home.cast.people["owner"].id), browse()
    apply(applicant, name, "0009.000.214", email)
    send(applicant)
    approve(staff, name)
    accept(member, live, email)
    open_invoice(member)
    here = member.url

    pay_by_card(member, "4000 0000 0000 0002")

    expect(member.get_by_role("alert")).to_contain_text("declined")
    member.get_by_role("link", name="without paying").click()
    expect(member.get_by_role("main")).to_contain_text("Nothing was paid")
    organisation_id = organisation_of(live, name)
    assert seen_in_the_api(live, organisation_id) == "awaiting_payment"

    staff.goto(here.split("?")[0].replace("/portal/", "/admin/"))
    staff.get_by_role("link", name="Record payment").click()
    staff.get_by_role("button", name="Record payment").click()
    expect(staff.get_by_role("main")).to_contain_text("Paid", ignore_case=True)
    assert seen_in_the_api(live, organisation_id) == "active"
    member.goto(here)
    expect(member.get_by_role("main")).to_contain_text("Paid", ignore_case=True)
    assert live.mail(email, "1,452.00")
