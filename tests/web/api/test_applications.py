"""Applications through the API, from the form to the decision."""

import pytest

from clusterorg.kernel.platform import Platform
from tests.support.api_samples import application, member, ok
from tests.support.jobs import waiting_jobs
from tests.support.openapi import ApiClient, assert_refused


@pytest.fixture
def applied(shop: ApiClient) -> dict:
    return ok(shop.post("/applications", application(), once="apply"))


def test_an_application_is_sent_and_waits_in_the_inbox(shop: ApiClient) -> None:
    response = shop.post("/applications", application(), once="apply")

    made = response.get_json()
    assert response.status_code == 201
    assert made["state"] == "submitted"
    assert made["form"]["organisation"]["name"] == "Kust Garnaal"
    assert [event["verb"] for event in made["events"]] == ["start", "submit"]
    assert [row["id"] for row in shop.get("/applications").get_json()["items"]] == [made["id"]]
    assert shop.get(f"/applications/{made['id']}").get_json() == made


def test_approval_makes_a_member_with_a_term_and_an_invoice(shop: ApiClient, applied: dict) -> None:
    approved = ok(shop.post(f"/applications/{applied['id']}/approve", {}, once="approve"))

    membership = shop.get(f"/organisations/{approved['organisation_id']}/membership").get_json()
    invoice = shop.get(f"/invoices/{approved['invoice_id']}").get_json()
    assert membership["standing"]["status"] == "awaiting_payment"
    assert membership["terms"][0]["id"] == approved["term_id"]
    assert invoice["invoice"]["gross_cents"] == 120_000
    assert shop.get(f"/applications/{applied['id']}").get_json()["state"] == "approved"


def test_approving_twice_with_one_key_makes_one_member(shop: ApiClient, applied: dict) -> None:
    path = f"/applications/{applied['id']}/approve"

    first = shop.post(path, {}, once="approve")
    again = shop.post(path, {}, once="approve")
    other = shop.post(path, {}, once="another key")

    assert again.get_json() == first.get_json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert_refused(other, 422, "idempotency_key_invalid")
    assert_refused(shop.post(path, {}, once="second"), 409, "wrong_application_state")


def test_a_post_that_moves_money_demands_a_key(shop: ApiClient, applied: dict) -> None:
    response = shop.post(f"/applications/{applied['id']}/approve", {})

    assert_refused(response, 400, "idempotency_key_missing", "Idempotency-Key")


def test_a_second_application_of_the_same_organisation_is_refused(
    shop: ApiClient, applied: dict
) -> None:
    response = shop.post("/applications", application("Again"), once="second")

    assert_refused(response, 409, "second_application", "organisation.identifiers")
    assert len(shop.get("/applications?state=submitted").get_json()["items"]) == 1


def test_what_is_wrong_with_the_form_is_told_at_its_place(shop: ApiClient) -> None:
    form = application()
    form["organisation"]["identifiers"][0]["value"] = "0403170702"

    wrong = shop.post("/applications", form, once="a")
    without = shop.post("/applications", application(consent=False), once="b")
    unknown = shop.post("/applications", application(colour="red"), once="c")

    assert_refused(wrong, 422, "wrong_check_digit", "organisation.identifiers.0.value")
    assert_refused(without, 422, "consent_needed", "consent")
    assert_refused(unknown, 422, "bad_shape", "colour")
    assert shop.get("/applications?state=draft").get_json()["items"] == []


def test_a_question_leads_to_a_changed_form_that_is_sent_again(
    shop: ApiClient, applied: dict, platform: Platform
) -> None:
    path = f"/applications/{applied['id']}"

    asked = shop.post(f"{path}/ask", {"question": "How many people work for you?"})
    stale = shop.put(path, application(), seen='"99"')
    changed = shop.put(path, application("Kust Garnalen"), seen=asked.headers["ETag"])
    sent = shop.post(f"{path}/submit", once="again")

    assert asked.get_json()["state"] == "more_information"
    assert_refused(stale, 412, "stale_edit")
    assert changed.get_json()["name"] == "Kust Garnalen"
    assert sent.get_json()["state"] == "submitted"
    assert any(name == "mail.send" for name, _arguments in waiting_jobs(platform))


def test_a_rejection_needs_a_reason(shop: ApiClient, applied: dict) -> None:
    path = f"/applications/{applied['id']}/reject"

    assert_refused(shop.post(path, {}), 422, "bad_shape", "reason")
    assert_refused(shop.post(path, {"reason": "  "}), 422, "bad_shape", "reason")
    assert shop.post(path, {"reason": "Outside our region."}).get_json()["state"] == "rejected"


def test_a_withdrawn_application_is_over(shop: ApiClient, applied: dict) -> None:
    gone = shop.post(f"/applications/{applied['id']}/withdraw", {"note": "By telephone."})

    assert gone.get_json()["state"] == "withdrawn"
    events = shop.get(f"/applications/{applied['id']}/events").get_json()["items"]
    assert (events[-1]["verb"], events[-1]["note"]) == ("withdraw", "By telephone.")
    assert_refused(
        shop.post(f"/applications/{applied['id']}/ask", {"question": "?"}),
        409,
        "wrong_application_state",
    )


def test_an_organisation_shows_its_applications(shop: ApiClient) -> None:
    approved = member(shop)

    rows = shop.get(f"/organisations/{approved['organisation_id']}/applications").get_json()

    assert [row["state"] for row in rows["items"]] == ["approved"]


def test_another_clusters_application_is_not_found(stranger: ApiClient, applied: dict) -> None:
    path = f"/applications/{applied['id']}"

    assert_refused(stranger.get(path), 404, "application_not_found")
    assert_refused(stranger.post(f"{path}/approve", {}, once="x"), 404, "application_not_found")


def test_who_may_read_applications_may_not_decide(program, smaak, applied: dict) -> None:
    reader: ApiClient = program(smaak, "applications.read")

    assert reader.get(f"/applications/{applied['id']}").status_code == 200
    assert_refused(
        reader.post(f"/applications/{applied['id']}/approve", {}, once="x"), 403, "forbidden"
    )
