"""Invoices, payments, products and the ledger through the API."""

import pytest

from clusterorg.domains.billing.ports import CheckoutPage, PaymentRail, RailUnavailable
from clusterorg.kernel.platform import Platform
from tests.support.api_samples import EXEMPT, add_organisation, ok
from tests.support.openapi import ApiClient, assert_refused


def order(payer_id: str, cents: int = 50_000, **more) -> dict:
    line = {"product_code": "dues", "description": "Membership dues 2026", "unit_cents": cents}
    return {
        "payer_id": payer_id,
        "lines": [line],
        "issued_on": "2026-03-02",
        "due_on": "2026-04-01",
        **more,
    }


def money(invoice_id: str, cents: int = 50_000, **more) -> dict:
    return {
        "invoice_id": invoice_id,
        "amount_cents": cents,
        "received_on": "2026-03-02",
        "method": "bank_transfer",
        **more,
    }


@pytest.fixture
def payer(shop: ApiClient) -> str:
    return add_organisation(shop)["id"]


@pytest.fixture
def invoice(shop: ApiClient, payer: str) -> dict:
    return ok(shop.post("/invoices", order(payer), once="issue"))["invoice"]


def state(shop: ApiClient, invoice_id: str) -> str:
    return shop.get(f"/invoices/{invoice_id}").get_json()["invoice"]["state"]


def test_an_invoice_is_issued_numbered_and_booked(shop: ApiClient, payer: str) -> None:
    response = shop.post("/invoices", order(payer), once="issue")

    made = response.get_json()["invoice"]
    assert response.status_code == 201
    assert response.headers["Location"].endswith(made["id"])
    assert (made["state"], made["open_cents"]) == ("open", 50_000)
    listed = shop.get(f"/invoices?payer_id={payer}").get_json()["items"]
    assert [row["number"] for row in listed] == [made["number"]]
    entries = shop.get(f"/ledger/entries?cause_type=invoice&cause_id={made['id']}").get_json()
    assert sum(line["cents"] for line in entries["items"][0]["lines"]) == 0


def test_the_same_key_issues_one_invoice(shop: ApiClient, payer: str) -> None:
    first = shop.post("/invoices", order(payer), once="issue")
    again = shop.post("/invoices", order(payer), once="issue")
    other = shop.post("/invoices", order(payer, 60_000), once="issue")

    assert again.get_data() == first.get_data()
    assert_refused(other, 409, "idempotency_key_reused")
    assert len(shop.get("/invoices").get_json()["items"]) == 1


def test_amounts_are_whole_cents(shop: ApiClient, payer: str) -> None:
    for cents in (1.5, "100", True):
        response = shop.post("/invoices", order(payer, cents), once="x")

        assert_refused(response, 422, "bad_shape", "lines.0.unit_cents")


def test_a_product_without_a_vat_treatment_cannot_be_invoiced(shop: ApiClient, payer: str) -> None:
    ok(
        shop.post(
            "/products",
            {"code": "training", "names": {"en": "Training"}, "revenue_account": "700000"},
        )
    )
    sent = order(payer)
    sent["lines"][0]["product_code"] = "training"

    assert_refused(shop.post("/invoices", sent, once="x"), 409, "vat_not_decided")


def test_a_credit_note_takes_the_whole_invoice_back(shop: ApiClient, invoice: dict) -> None:
    path = f"/invoices/{invoice['id']}/credit"
    sent = {"reason": "Charged twice.", "issued_on": "2026-03-02"}

    note = ok(shop.post(path, sent, once="credit"))["invoice"]

    assert (note["kind"], note["credits_id"]) == ("credit_note", invoice["id"])
    assert state(shop, invoice["id"]) == "credited"
    assert_refused(shop.post(path, sent, once="again"), 409, "already_credited")


def test_the_printed_document_is_a_pdf(shop: ApiClient, invoice: dict) -> None:
    response = shop.get(f"/invoices/{invoice['id']}/pdf")

    assert response.mimetype == "application/pdf"
    assert response.get_data().startswith(b"%PDF")
    assert invoice["number"] in response.headers["Content-Disposition"]


def test_a_payment_settles_an_invoice_and_can_be_undone(shop: ApiClient, invoice: dict) -> None:
    part = ok(shop.post("/payments", money(invoice["id"], 20_000), once="part"))
    assert state(shop, invoice["id"]) == "part_paid"
    ok(shop.post("/payments", money(invoice["id"], 30_000), once="rest"))
    assert state(shop, invoice["id"]) == "paid"

    undone = ok(
        shop.post(
            f"/payments/{part['payment']['id']}/undo", {"reason": "Typed twice."}, once="undo"
        )
    )

    assert undone["payment"]["amount_cents"] == -20_000
    assert state(shop, invoice["id"]) == "part_paid"
    listed = shop.get("/payments").get_json()["items"]
    assert sorted(row["amount_cents"] for row in listed) == [-20_000, 20_000, 30_000]
    assert shop.get(f"/payments/{part['payment']['id']}").get_json()["payment"]["undone"] is True


def test_a_surplus_pays_another_invoice_of_the_same_payer(
    shop: ApiClient, payer: str, invoice: dict
) -> None:
    paid = ok(shop.post("/payments", money(invoice["id"], 70_000), once="too-much"))["payment"]
    second = ok(shop.post("/invoices", order(payer, 30_000), once="second"))["invoice"]

    applied = shop.post(
        f"/payments/{paid['id']}/apply",
        {"invoice_id": second["id"], "amount_cents": 20_000},
        once="apply",
    )

    assert paid["free_cents"] == 20_000
    assert applied.get_json()["payment"]["free_cents"] == 0
    balance = shop.get(f"/organisations/{payer}/balance").get_json()
    assert (balance["open_cents"], balance["credit_cents"]) == (10_000, 0)


def test_one_sum_pays_several_invoices(shop: ApiClient, payer: str, invoice: dict) -> None:
    second = ok(shop.post("/invoices", order(payer, 30_000), once="second"))["invoice"]
    sent = {
        "payer_id": payer,
        "amount_cents": 80_000,
        "received_on": "2026-03-02",
        "method": "bank_transfer",
        "shares": [
            {"invoice_id": invoice["id"], "cents": 50_000},
            {"invoice_id": second["id"], "cents": 30_000},
        ],
    }

    made = ok(shop.post("/payments", sent, once="both"))

    assert [share["amount_cents"] for share in made["shares"]] == [50_000, 30_000]
    assert (state(shop, invoice["id"]), state(shop, second["id"])) == ("paid", "paid")


def test_refusals_of_payments_say_what_to_do(shop: ApiClient, invoice: dict) -> None:
    both = money(invoice["id"], payer_id=invoice["payer_id"])

    assert_refused(shop.post("/payments", both, once="a"), 422, "payment_target_unclear")
    assert_refused(
        shop.post("/payments", money(invoice["id"], received_on="2026-03-09"), once="b"),
        422,
        "payment_in_future",
    )
    assert_refused(
        shop.post("/payments", money(invoice["id"], method="card_trick"), once="c"),
        422,
        "bad_shape",
        "method",
    )
    ok(shop.post("/payments", money(invoice["id"]), once="d"))
    assert_refused(shop.post("/payments", money(invoice["id"]), once="e"), 409, "invoice_settled")


class Rail:
    """A payment rail of paper."""

    name = "stripe"

    def __init__(self, *, silent: bool = False) -> None:
        self.silent = silent
        self.opened = 0

    def open_checkout(self, _order) -> CheckoutPage:
        if self.silent:
            raise RailUnavailable("no answer")
        self.opened += 1
        return CheckoutPage("cs_test_1", "https://checkout.stripe.com/c/pay/cs_test_1", None)


ADDRESSES = {
    "success_url": "http://127.0.0.1:8000/c/smaakkust/portal/invoices?paying=done",
    "cancel_url": "http://127.0.0.1:8000/c/smaakkust/portal/invoices",
}


def test_a_checkout_answers_one_page_however_often_it_is_asked(
    shop: ApiClient, platform: Platform, invoice: dict
) -> None:
    rail = platform.adapters[PaymentRail] = Rail()
    path = f"/invoices/{invoice['id']}/checkout"

    first, again = ok(shop.post(path, ADDRESSES)), ok(shop.post(path, ADDRESSES))

    assert first["url"] == again["url"] == "https://checkout.stripe.com/c/pay/cs_test_1"
    assert rail.opened == 1


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://smaakkust.example/thanks",
        "http://127.0.0.1:8000.evil.example/c/smaakkust/",
        "http://127.0.0.1:8000@evil.example/c/smaakkust/",
        "http://127.0.0.1:8000/c/mecavallee/portal/",
        "http://127.0.0.1:8000/c/smaakkust/../mecavallee/portal/",
        "http://127.0.0.1:8000/c/smaakkust/%2e%2e/mecavallee/",
    ],
)
@pytest.mark.parametrize("field", ["success_url", "cancel_url"])
def test_a_payer_comes_back_to_a_page_of_the_cluster_only(
    shop: ApiClient, platform: Platform, invoice: dict, field: str, elsewhere: str
) -> None:
    rail = platform.adapters[PaymentRail] = Rail()

    response = shop.post(f"/invoices/{invoice['id']}/checkout", {**ADDRESSES, field: elsewhere})

    assert response.status_code == 422
    assert list(response.get_json()["errors"]) == [field]
    assert rail.opened == 0


def test_a_silent_provider_is_told_as_such(
    shop: ApiClient, platform: Platform, invoice: dict
) -> None:
    platform.adapters[PaymentRail] = Rail(silent=True)

    response = shop.post(f"/invoices/{invoice['id']}/checkout", ADDRESSES)

    assert_refused(response, 503, "payment_provider_unavailable")


def test_a_product_is_changed_on_the_version_that_was_seen(shop: ApiClient) -> None:
    seen = shop.get("/products/dues").headers["ETag"]

    changed = shop.patch("/products/dues", {"unit_cents": 60_000}, seen=seen)
    stale = shop.patch("/products/dues", {"unit_cents": 70_000}, seen=seen)

    assert changed.get_json()["unit_cents"] == 60_000
    assert_refused(stale, 412, "stale_edit")
    assert_refused(shop.get("/products/nothing"), 404, "product_not_found")


def test_vat_treatments_follow_each_other(shop: ApiClient) -> None:
    later = {**EXEMPT, "category": "S", "rate_bp": 2100, "vatex_code": None, "legal_texts": {}}

    ok(shop.post("/products/dues/vat", {**later, "valid_from": "2026-01-01"}))
    overlapping = shop.post("/products/dues/vat", {**later, "valid_from": "2025-01-01"})

    rows = shop.get("/products/dues/vat").get_json()["items"]
    assert [(row["valid_from"], row["valid_until"]) for row in rows] == [
        ("2026-01-01", None),
        ("2020-01-01", "2026-01-01"),
    ]
    assert_refused(overlapping, 409, "vat_setting_overlaps")
    listed = shop.get("/products?on=2025-06-01").get_json()["items"]
    assert {row["code"]: row["category"] for row in listed}["dues"] == "E"


def test_the_books_balance_and_each_account_has_its_card(shop: ApiClient, invoice: dict) -> None:
    ok(shop.post("/payments", money(invoice["id"]), once="pay"))

    balance = shop.get("/ledger/trial-balance?since=2026-01-01").get_json()["items"]
    accounts = shop.get("/ledger/accounts").get_json()["items"]
    bank = next(account["number"] for account in accounts if account["role"] == "bank")
    card = shop.get(f"/ledger/accounts/{bank}/card").get_json()["items"]
    entry = shop.get(f"/ledger/entries/{card[0]['entry_id']}").get_json()

    assert sum(row["balance_cents"] for row in balance) == 0
    assert [line["cents"] for line in card] == [50_000]
    assert entry["cause_type"] == "payment"
    assert_refused(shop.get("/ledger/accounts/999999/card"), 404, "account_not_found")
    assert_refused(
        shop.get("/ledger/entries?cause_type=invoice"), 422, "cause_incomplete", "cause_id"
    )


def test_provider_events_of_a_cluster_without_any_are_an_empty_list(shop: ApiClient) -> None:
    assert shop.get("/provider-events?status=failed").get_json()["items"] == []


def test_another_clusters_money_is_not_found(stranger: ApiClient, invoice: dict) -> None:
    path = f"/invoices/{invoice['id']}"

    assert_refused(stranger.get(path), 404, "invoice_not_found")
    assert_refused(stranger.get(f"{path}/pdf"), 404, "invoice_not_found")
    assert_refused(
        stranger.post("/payments", money(invoice["id"]), once="x"), 404, "invoice_not_found"
    )


def test_reading_invoices_does_not_let_one_write_them(program, smaak, invoice: dict) -> None:
    reader: ApiClient = program(smaak, "invoices.read")

    assert reader.get(f"/invoices/{invoice['id']}").status_code == 200
    assert_refused(reader.post("/payments", money(invoice["id"]), once="x"), 403, "forbidden")


@pytest.mark.parametrize("slip", ["0001-01-01", "9999-12-31"])
def test_a_slip_in_the_year_is_refused_with_the_days_that_are_taken(
    shop: ApiClient, invoice: dict, slip: str
) -> None:
    answer = shop.post("/payments", money(invoice["id"], received_on=slip), once="slip")

    assert_refused(answer, 422, "bad_shape", "received_on")
    assert "Give a day from 1 January 1900" in answer.text
    for asked in (f"/ledger/entries?since={slip}", f"/products?on={slip}"):
        assert_refused(shop.get(asked), 422, "bad_shape")
