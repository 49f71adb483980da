"""The dues scheme: draft, grid, trial, publication."""

import pytest

from clusterorg.domains.membership import queries
from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.web import sign_in

DUES = "/c/smaakkust/admin/settings/dues"
HELICES = ("any", "business", "knowledge", "government", "civil_society")
SIZES = ("any", "micro", "small", "medium", "large")
# A browser sends every cell of the grid, empty ones too.
EMPTY = {f"cell_{helix}_{size}": "" for helix in HELICES for size in SIZES}
DRAFT = EMPTY | {
    "valid_from": "2027-01-01",
    "cell_business_small": "1.250,50",
    "cell_knowledge_any": "2000",
    "special-0-helix": "",
    "special-0-subgroup": "university",
    "special-0-size_class": "",
    "special-0-category": "",
    "special-0-cents": "2500",
    "entry_fee_cents": "250",
    "startup_years": "3",
    "startup_basis_points": "50",
    "pro_rata": "steps",
    "steps-0-day": "1",
    "steps-0-month": "7",
    "steps-0-share": "50",
    "steps-1-month": "1",
    "steps-2-month": "1",
    "late_join": "pays_next_year",
    "late_join_month": "10",
    "first_month": "1",
    "reference_day": "1",
    "reference_month": "1",
    "payment_days": "30",
    "start_policy": "payment",
    "settle_days": "90",
    "dues_product": "dues",
    "entry_fee_product": "entry-fee",
}


@pytest.fixture
def draft(manager, office: Office) -> str:
    """The address of a draft that copies the published version."""
    answer = manager.post(f"{DUES}/new")
    return answer.location.removesuffix("/edit")


def scheme(office: Office, address: str):
    with office.platform.session(office.cast.id) as session:
        row = queries.versions(session)[0]
        return row, queries.rates_of(session, row.id)


def test_a_new_version_copies_the_newest_and_waits_as_a_draft(manager, office: Office, draft):
    page = manager.get(f"{draft}/edit")

    assert "Draft of version 2" in page.text
    assert 'value="2027-01-01"' in page.text
    assert 'value="1,200"' in page.text


def test_a_draft_keeps_grid_special_rates_and_policies(manager, office: Office, draft):
    answer = manager.post(f"{draft}/edit", data=DRAFT)

    row, rates = scheme(office, draft)
    found = {(rate.helix, rate.subgroup, rate.size_class): rate.cents for rate in rates}
    assert answer.status_code == 303
    assert found == {
        ("business", None, "small"): 125_050,
        ("knowledge", None, None): 200_000,
        ("knowledge", "university", None): 250_000,
    }
    assert (row.entry_fee_cents, row.startup_basis_points, row.late_join_month) == (
        25_000,
        5000,
        10,
    )
    assert row.steps == [{"month": 7, "day": 1, "share": "1/2"}]


def test_what_was_kept_is_shown_again_in_the_form(manager, office: Office, draft):
    manager.post(f"{draft}/edit", data=DRAFT)

    page = manager.get(f"{draft}/edit")

    for words in ('value="1,250.50"', 'value="2,500"', 'value="50"', 'value="250"'):
        assert words in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_from": ""}, "Choose the day"),
        ({"valid_from": "2025-01-01"}, "holds from this day"),
        ({"cell_business_small": "much"}, "Write an amount in euro"),
        ({"cell_business_small": "-5"}, "nought or more"),
        ({"special-0-cents": "x"}, "Write an amount in euro"),
        ({"steps-0-share": "", "steps-0-day": ""}, "at least one step"),
        ({"late_join_month": ""}, "after which month"),
        ({"payment_days": "900"}, "whole number"),
        ({"start_policy": "provisional", "settle_days": ""}, "number of days"),
        ({"startup_basis_points": "200"}, "from 0 to 100"),
        ({"reference_day": "31", "reference_month": "2"}, "Give a number"),
    ],
)
def test_a_draft_that_makes_no_sense_is_refused_as_typed(
    manager, office: Office, draft, changes, words
):
    answer = manager.post(f"{draft}/edit", data={**DRAFT, "note": "Of the board", **changes})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Of the board" in answer.text


def test_more_rows_keep_what_was_typed(manager, office: Office, draft):
    page = manager.post(f"{draft}/edit", data={**DRAFT, "more": "1"})

    assert page.status_code == 200
    assert 'value="2500"' in page.text
    assert "special-4-cents" in page.text


def test_the_trial_says_what_somebody_would_pay_and_why(manager, office: Office, draft):
    manager.post(f"{draft}/edit", data=DRAFT)
    asked = "helix=business&size_class=small&category=full&joins_on=2027-03-01"

    page = manager.get(f"{draft}?{asked}")
    part = manager.get(f"{draft}/try?{asked}")
    gap = manager.get(f"{draft}/try?helix=civil_society&category=full&joins_on=2027-03-01")

    assert "€1,500.50" in page.text
    assert "Entry fee, charged once: €250.00." in part.text
    assert "<html" not in part.text
    assert "no rate for this kind of organisation" in gap.text


def test_publishing_says_what_follows_and_is_for_good(manager, office: Office, draft):
    manager.post(f"{draft}/edit", data=DRAFT)

    asked = manager.get(f"{draft}/publish")
    answer = manager.post(f"{draft}/publish")
    edit = manager.get(f"{draft}/edit")

    assert "It can never be changed or taken back" in asked.text
    assert "kinds of organisation have no rate" in asked.text
    assert answer.status_code == 303
    assert edit.status_code == 303
    assert scheme(office, draft)[0].published_at is not None


def test_a_draft_without_rates_is_not_published(manager, office: Office, draft):
    manager.post(f"{draft}/edit", data={**DRAFT, **EMPTY, "special-0-cents": ""})

    answer = manager.post(f"{draft}/publish")

    assert answer.status_code == 422
    assert "Add at least one rate" in answer.text


def test_two_rates_that_fit_equally_are_not_published(manager, office: Office, draft):
    clash = {
        **DRAFT,
        "cell_any_small": "900",
        "cell_business_small": "",
        "cell_business_any": "800",
    }
    manager.post(f"{draft}/edit", data=clash)

    asked = manager.get(f"{draft}/publish")
    answer = manager.post(f"{draft}/publish")

    assert "two rates fit equally well" in asked.text
    assert answer.status_code == 422


def test_a_draft_can_be_thrown_away_a_published_version_not(manager, office: Office, draft):
    with office.platform.session(office.cast.id) as session:
        published = queries.versions(session)[-1].id

    gone = manager.post(f"{draft}/discard")
    kept = manager.post(f"{DUES}/{published}/discard")

    assert gone.status_code == 303
    assert manager.get(draft).status_code == 404
    assert kept.status_code == 422


def test_a_viewer_reads_versions_but_writes_none(client, smaak: Cast, manager, office, draft):
    sign_in(client, smaak, "viewer")

    assert client.get(draft).status_code == 200
    assert client.post(f"{DUES}/new").status_code == 403
    for step in ("edit", "publish", "discard"):
        assert client.get(f"{draft}/{step}").status_code == 403


def test_another_clusters_version_is_not_found(client, meca: Cast, office: Office, draft):
    sign_in(client, meca, "manager")
    there = draft.replace("smaakkust", "mecavallee")

    for step in ("", "/edit", "/publish", "/discard", "/try"):
        assert client.get(f"{there}{step}").status_code == 404
