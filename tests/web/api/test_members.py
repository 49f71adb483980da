"""Members and their memberships through the API."""

import pytest
from sqlalchemy import Connection

from tests.support.api_samples import add_organisation, member, ok
from tests.support.openapi import ApiClient, assert_refused
from tests.support.queries import count_queries


def pay(shop: ApiClient, invoice_id: str, cents: int = 120_000) -> None:
    ok(
        shop.post(
            "/payments",
            {
                "invoice_id": invoice_id,
                "amount_cents": cents,
                "received_on": "2026-03-02",
                "method": "bank_transfer",
            },
            once=f"pay-{invoice_id}",
        )
    )


def membership(shop: ApiClient, organisation_id: str) -> dict:
    return shop.get(f"/organisations/{organisation_id}/membership").get_json()


@pytest.fixture
def active(shop: ApiClient) -> str:
    made = member(shop)
    pay(shop, made["invoice_id"])
    return made["organisation_id"]


def test_a_member_whose_dues_are_paid_is_active_in_the_list(shop: ApiClient, active: str) -> None:
    rows = shop.get("/members").get_json()["items"]

    assert [(row["id"], row["status"], row["dues"]) for row in rows] == [
        (active, "active", "settled")
    ]
    assert (rows[0]["category"], rows[0]["until"]) == ("full", "2027-01-01")


def test_the_list_is_narrowed_by_standing_and_dues(shop: ApiClient, active: str) -> None:
    waiting = member(shop, "Zee Wier", 2)["organisation_id"]

    def ids(query: str) -> list[str]:
        return [row["id"] for row in shop.get(f"/members?{query}").get_json()["items"]]

    assert ids("status=awaiting_payment") == [waiting]
    assert ids("status=awaiting_payment&status=active") == [active, waiting]
    assert ids("dues=settled") == [active]
    assert ids("q=wier&status=awaiting_payment") == [waiting]
    assert ids("category=nobody") == []
    assert_refused(shop.get("/members?status=happy"), 422, "bad_shape", "status.0")


def test_the_list_asks_as_often_for_one_member_as_for_fifty(
    shop: ApiClient, connection: Connection
) -> None:
    def admit(number: int) -> None:
        made = add_organisation(shop, f"Firm {number:02}")
        path = f"/organisations/{made['id']}/membership"
        ok(shop.post(path, {"category": "full", "charged": False}, once=f"admit-{number}"))

    admit(0)
    with count_queries(connection) as one:
        assert len(shop.get("/members").get_json()["items"]) == 1
    for number in range(1, 50):
        admit(number)

    with count_queries(connection) as fifty:
        assert len(shop.get("/members").get_json()["items"]) == 50

    assert fifty.number == one.number


def test_an_organisation_is_admitted_without_an_application(shop: ApiClient) -> None:
    made = add_organisation(shop)
    path = f"/organisations/{made['id']}/membership"

    admitted = ok(shop.post(path, {"category": "full"}, once="admit"))
    again = shop.post(path, {"category": "full"}, once="admit-again")

    assert admitted["invoice_id"] is not None
    assert membership(shop, made["id"])["terms"][0]["id"] == admitted["term_id"]
    assert_refused(again, 409, "terms_overlap")


def test_a_cancelled_membership_ends_with_its_term_and_can_be_kept(
    shop: ApiClient, active: str
) -> None:
    path = f"/organisations/{active}/membership"

    cancelled = shop.post(f"{path}/cancel", {"reason": "Moving away."})
    twice = shop.post(f"{path}/cancel", {})
    kept = shop.post(f"{path}/take-back-cancellation")

    assert cancelled.get_json()["standing"]["ends_on"] == "2027-01-01"
    assert_refused(twice, 409, "already_cancelled")
    assert kept.get_json()["standing"]["ends_on"] is None
    assert_refused(shop.post(f"{path}/take-back-cancellation"), 409, "not_cancelled")


def test_a_suspension_needs_a_reason_and_is_lifted(shop: ApiClient, active: str) -> None:
    path = f"/organisations/{active}/membership"

    without = shop.post(f"{path}/suspend", {"reason": " "})
    suspended = shop.post(f"{path}/suspend", {"reason": "Board decision."})
    lifted = shop.post(f"{path}/lift-suspension", {"reason": "Settled."})

    assert_refused(without, 422, "bad_shape", "reason")
    assert suspended.get_json()["standing"]["status"] == "suspended"
    assert lifted.get_json()["standing"]["status"] == "active"
    assert_refused(shop.post(f"{path}/lift-suspension", {}), 409, "not_suspended")


def test_waived_dues_are_credited_and_settle_the_term(shop: ApiClient) -> None:
    organisation_id = member(shop)["organisation_id"]
    path = f"/organisations/{organisation_id}/membership/waive-dues"
    year = membership(shop, organisation_id)["obligations"][0]["year"]
    waiver = {"year": year, "reason": "Board decision."}

    without = shop.post(path, {"year": year, "reason": " "})
    never = shop.post(path, {**waiver, "year": 2031})
    waived = shop.post(path, waiver).get_json()
    twice = shop.post(path, waiver)

    assert_refused(without, 422, "bad_shape", "reason")
    assert_refused(never, 409, "dues_not_charged", "year")
    assert waived["standing"]["status"] == "active"
    assert waived["obligations"][0]["ended"] == "waived"
    invoice = shop.get(f"/invoices/{waived['obligations'][0]['invoice_id']}").get_json()["invoice"]
    assert invoice["state"] == "credited"
    assert_refused(twice, 409, "dues_waived", "year")


@pytest.mark.parametrize("verb", ["cancel", "suspend", "take-back-cancellation", "lift-suspension"])
def test_a_decision_about_a_membership_asks_for_the_same_right_as_on_the_page(
    program, smaak, active: str, verb: str
) -> None:
    clerk: ApiClient = program(smaak, "members.read", "members.write")

    answer = clerk.post(f"/organisations/{active}/membership/{verb}", {})

    assert_refused(answer, 403, "forbidden")


def test_who_is_no_member_has_nothing_to_cancel(shop: ApiClient) -> None:
    made = add_organisation(shop)

    response = shop.post(f"/organisations/{made['id']}/membership/cancel", {})

    assert_refused(response, 404, "membership_not_found")
    assert membership(shop, made["id"])["standing"]["status"] == "none"


def test_another_clusters_membership_is_not_found(stranger: ApiClient, active: str) -> None:
    path = f"/organisations/{active}/membership"

    assert_refused(stranger.get(path), 404, "organisation_not_found")
    assert stranger.get("/members").get_json()["items"] == []
