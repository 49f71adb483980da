"""Categories, policies, dues schemes, quotes and dues runs through the API."""

import pytest

from clusterorg.kernel.platform import Platform
from tests.support.api_samples import RATES, add_organisation, member, ok
from tests.support.jobs import run_jobs
from tests.support.openapi import ApiClient, assert_refused

QUOTE = "/dues-quote?helix=business&category=full&size_class=small"


def test_a_category_is_added_and_changed_on_the_version_seen(shop: ApiClient) -> None:
    made = shop.post("/categories", {"code": "friend", "names": {"en": "Friend"}, "voting": False})
    path = f"/categories/{made.get_json()['id']}"
    changed = {"code": "friend", "names": {"en": "Friend of the cluster"}, "voting": False}

    first = shop.put(path, changed, seen=made.headers["ETag"])
    stale = shop.put(path, changed, seen=made.headers["ETag"])

    assert first.get_json()["names"]["en"] == "Friend of the cluster"
    assert shop.get(path).headers["ETag"] == first.headers["ETag"]
    assert_refused(stale, 412, "stale_edit")
    assert [row["code"] for row in shop.get("/categories").get_json()["items"]] == [
        "full",
        "friend",
    ]


def test_a_category_code_is_taken_once(shop: ApiClient) -> None:
    response = shop.post("/categories", {"code": "full", "names": {"en": "Again"}})

    assert_refused(response, 409, "category_code_taken", "code")


def test_policies_are_read_before_they_are_stored_and_changed_then(shop: ApiClient) -> None:
    first = shop.get("/membership-settings")

    changed = shop.put(
        "/membership-settings",
        {"approval": "automatic", "notice_days": 30},
        seen=first.headers["ETag"],
    )
    stale = shop.put("/membership-settings", {"notice_days": 60}, seen=first.headers["ETag"])

    assert (first.headers["ETag"], first.get_json()["approval"]) == ('"0"', "manual")
    assert changed.get_json()["approval"] == "automatic"
    assert_refused(stale, 412, "stale_edit")


def test_a_scheme_is_drafted_changed_and_published_once(shop: ApiClient) -> None:
    draft = shop.post(
        "/dues-schemes",
        {
            "valid_from": "2027-01-01",
            "rates": RATES[:1],
            "pro_rata": "steps",
            "steps": [{"month": 7, "day": 1, "share": "1/2"}],
        },
    )
    path = f"/dues-schemes/{draft.get_json()['id']}"

    changed = shop.put(
        path, {"valid_from": "2027-01-01", "rates": RATES}, seen=draft.headers["ETag"]
    )
    published = shop.post(f"{path}/publish")
    late = shop.put(path, {"valid_from": "2028-01-01"}, seen=published.headers["ETag"])

    assert draft.get_json()["steps"] == [{"month": 7, "day": 1, "share": "1/2"}]
    assert draft.get_json()["gaps"] != []
    assert len(changed.get_json()["rates"]) == 5
    assert published.get_json()["published_at"] is not None
    assert_refused(late, 409, "dues_scheme_published")
    assert_refused(shop.delete(path), 409, "dues_scheme_published")


def test_a_scheme_without_rates_or_with_a_taken_date_is_refused(shop: ApiClient) -> None:
    empty = ok(shop.post("/dues-schemes", {"valid_from": "2027-01-01"}))

    assert_refused(shop.post(f"/dues-schemes/{empty['id']}/publish"), 422, "dues_scheme_empty")
    assert_refused(
        shop.post("/dues-schemes", {"valid_from": "2027-01-01"}), 409, "dues_scheme_date_taken"
    )
    assert_refused(
        shop.post("/dues-schemes", {"valid_from": "2029-01-01", "steps": [{"month": 7}]}),
        422,
        "bad_shape",
        "steps.0.share",
    )
    assert shop.delete(f"/dues-schemes/{empty['id']}").status_code == 204


def test_a_quote_says_what_it_costs_and_why(shop: ApiClient) -> None:
    quote = shop.get(f"{QUOTE}&joins_on=2026-03-02").get_json()

    assert (quote["total_cents"], quote["until"]) == (120_000, "2027-01-01")
    assert quote["gross_cents"] == quote["total_cents"] + quote["vat_cents"]
    assert quote["lines"][0]["title"] == "Membership dues 2026"
    assert any("€1,200.00" in sentence for sentence in quote["lines"][0]["because"])
    in_dutch = shop.get(QUOTE, headers={"Accept-Language": "nl"})
    assert in_dutch.status_code == 200


def test_a_quote_for_nobody_or_no_time_is_refused(shop: ApiClient) -> None:
    assert_refused(shop.get("/dues-quote"), 422, "bad_shape", "helix")
    assert_refused(shop.get(QUOTE.replace("full", "none")), 404, "category_not_found")
    assert_refused(shop.get(f"{QUOTE}&joins_on=2019-01-01"), 422, "no_dues_scheme")


@pytest.fixture
def uncharged(shop: ApiClient) -> list[str]:
    """Three members that no invoice was made for."""
    ids = []
    for number, helix in enumerate(("business", "knowledge", "government")):
        made = add_organisation(shop, f"Firm {number}", helix=helix, subgroup=None)
        path = f"/organisations/{made['id']}/membership"
        ok(shop.post(path, {"category": "full", "charged": False}, once=f"admit-{number}"))
        ids.append(made["id"])
    return ids


def test_a_preview_adds_up_and_writes_nothing(shop: ApiClient, uncharged: list[str]) -> None:
    first = shop.get("/dues-runs/preview?year=2026&limit=2").get_json()
    rest = shop.get(f"/dues-runs/preview?year=2026&limit=2&cursor={first['next']}").get_json()

    assert first["totals"]["charged_cents"] == 320_000
    assert [row["name"] for row in first["items"] + rest["items"]] == ["Firm 0", "Firm 1", "Firm 2"]
    assert (rest["next"], rest["previous"]) == (None, "0")
    only = shop.get("/dues-runs/preview?year=2026&kind=free").get_json()["items"]
    assert [row["name"] for row in only] == ["Firm 2"]
    assert shop.get("/invoices").get_json()["items"] == []
    assert_refused(shop.get("/dues-runs/preview?year=2026&cursor=x"), 422, "bad_cursor")


def test_a_run_is_carried_out_by_a_job_and_never_charges_twice(
    shop: ApiClient, uncharged: list[str], platform: Platform
) -> None:
    started = shop.post("/dues-runs", {"year": 2026, "due_on": "2026-03-31"}, once="run")
    again = shop.post("/dues-runs", {"year": 2026, "due_on": "2026-03-31"}, once="run")
    second = shop.post("/dues-runs", {"year": 2026}, once="another")
    run_jobs(platform, only="membership.carry_out_dues_run")

    path = f"/dues-runs/{started.get_json()['id']}"
    run = shop.get(path).get_json()
    items = shop.get(f"{path}/items").get_json()["items"]
    assert started.status_code == 202
    assert started.headers["Location"].endswith(path)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert_refused(second, 409, "dues_run_unfinished")
    assert (run["done"] + run["skipped"], run["charged_cents"]) == (3, 320_000)
    assert run["finished_at"] is not None
    assert sorted(item["organisation_id"] for item in items) == sorted(uncharged)
    assert len(shop.get("/invoices").get_json()["items"]) == 2

    ok(shop.post("/dues-runs", {"year": 2026}, once="once-more"))
    run_jobs(platform, only="membership.carry_out_dues_run")
    assert len(shop.get("/invoices").get_json()["items"]) == 2
    assert len(shop.get("/dues-runs").get_json()["items"]) == 2


def test_a_run_needs_the_scope_and_a_year(program, smaak, shop: ApiClient) -> None:
    reader: ApiClient = program(smaak, "dues.read")

    assert_refused(reader.post("/dues-runs", {"year": 2026}, once="x"), 403, "forbidden")
    assert_refused(shop.post("/dues-runs", {}, once="x"), 422, "bad_shape", "year")
    assert_refused(
        shop.post("/dues-runs", {"year": 2026, "due_on": "2026-01-01"}, once="y"),
        422,
        "dues_run_due_too_early",
        "due_on",
    )


def test_another_clusters_dues_are_not_found(shop: ApiClient, stranger: ApiClient) -> None:
    scheme = shop.get("/dues-schemes").get_json()["items"][0]
    category = shop.get("/categories").get_json()["items"][0]
    member(shop)

    assert_refused(stranger.get(f"/dues-schemes/{scheme['id']}"), 404, "dues_scheme_not_found")
    assert_refused(stranger.get(f"/categories/{category['id']}"), 404, "category_not_found")
    assert stranger.get("/dues-runs").get_json()["items"] == []
