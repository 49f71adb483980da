"""The hosted page: what the payer sees, and that clicks cannot pay twice."""

import pytest
import requests

from tests.adapters.stripe.orders import an_order
from tests.support.stripe import ACCOUNT, pay_by_bancontact, pay_by_card


@pytest.fixture
def page(gateway):
    return gateway.open_checkout(an_order(description="Invoice <F-2026-0001>"))


def see(url: str) -> requests.Response:
    return requests.get(url, timeout=5)


def test_the_page_shows_merchant_amount_and_invoice(page):
    shown = see(page.url)

    assert shown.status_code == 200
    assert "SmaakKust vzw" in shown.text
    assert "€ 605.00" in shown.text
    assert "Invoice &lt;F-2026-0001&gt;" in shown.text
    assert "Test payment page" in shown.text
    assert 'href="https://smaakkust.example/invoice"' in shown.text


def test_the_page_allows_no_script_and_leads_only_to_the_merchant(page):
    headers = see(page.url).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "form-action 'self' https://smaakkust.example" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_the_style_sheet_is_served(fake_stripe):
    assert see(f"{fake_stripe.url}/static/hosted.css").status_code == 200


def test_paying_leads_back_to_the_merchant_with_the_session(page):
    answer = pay_by_card(page.url)

    assert answer.status_code == 303
    assert answer.headers["Location"] == (
        f"https://smaakkust.example/paid?session={page.session_id}"
    )


def test_a_declined_card_comes_back_to_the_page_with_the_reason(page):
    answer = pay_by_card(page.url, "4000000000000002")

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/c/pay/{page.session_id}")
    assert "Your card was declined." in see(page.url).text


@pytest.mark.parametrize("number", ["", "1234", "4242424242424241", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"])
def test_a_number_that_is_no_card_is_answered_at_the_field_and_tries_nothing(
    fake_stripe, page, number
):
    answer = pay_by_card(page.url, number)

    assert answer.status_code == 422
    assert "Your card number is incorrect" in answer.text
    assert fake_stripe.world.store.every(ACCOUNT, "payment_intent") == []


def test_a_real_card_is_declined_with_a_word_about_test_cards(page):
    pay_by_card(page.url, "4111 1111 1111 1111")

    assert "use one of the test cards" in see(page.url).text


def test_an_unknown_way_to_pay_is_refused(page):
    answer = requests.post(page.url, {"method": "cash"}, timeout=5)

    assert answer.status_code == 422


def test_three_d_secure_asks_before_anything_is_paid(fake_stripe, page):
    pay_by_card(page.url, "4000 0025 0000 3155")

    shown = see(page.url)

    assert "Confirm with your bank" in shown.text
    assert fake_stripe.world.store.every(ACCOUNT, "charge") == []


def test_an_answer_nobody_asked_for_changes_nothing(fake_stripe, page):
    requests.post(
        f"{page.url}/authenticate", {"answer": "approve"}, timeout=5, allow_redirects=False
    )

    assert fake_stripe.world.store.every(ACCOUNT, "charge") == []


def test_clicking_twice_pays_once(fake_stripe, page):
    first, second = pay_by_card(page.url), pay_by_bancontact(page.url)

    assert first.headers["Location"] == second.headers["Location"]
    assert len(fake_stripe.world.store.every(ACCOUNT, "charge")) == 1
    assert "This has been paid" in see(page.url).text


def test_cancelling_at_the_bank_leaves_the_page_open(page):
    pay_by_bancontact(page.url, "cancel")

    assert "cancelled at the bank" in see(page.url).text
    assert pay_by_card(page.url).headers["Location"].startswith("https://smaakkust.example/paid")


def test_an_expired_page_says_so_and_takes_nothing(fake_stripe, gateway, page):
    gateway.expire_checkout(ACCOUNT, page.session_id)

    shown = see(page.url)
    pay_by_card(page.url)

    assert shown.status_code == 410
    assert "This page has expired" in shown.text
    assert fake_stripe.world.store.every(ACCOUNT, "charge") == []


def test_an_unknown_page_is_not_found(fake_stripe):
    assert see(f"{fake_stripe.url}/c/pay/cs_test_nothing").status_code == 404
