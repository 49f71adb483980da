"""Settings: the way in, categories, the application policy, products with their VAT."""

from datetime import date

import pytest

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.membership import queries
from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.web import sign_in

SETTINGS = "/c/smaakkust/admin/settings"
SUPPORTER = {
    "code": "supporter",
    "names-nl": "Steunend lid",
    "names-en": "Supporting member",
    "helix": "",
    "approval": "",
}
PRODUCT = {"code": "stand", "names-en": "Stand at the fair", "revenue_account": "702000"}
VAT = {
    "category": "S",
    "rate_bp": "6",
    "valid_from": "2026-07-01",
    "approved_by": "Fiscount",
    "approved_on": "2026-03-01",
}
POLICY = {
    "approval": "automatic",
    "resume_days": "14",
    "notice_days": "60",
    "consent_version": "2026",
    "consent_texts-nl": "Wij gaan akkoord.",
}


def read(office: Office, ask):
    with office.platform.session(office.cast.id) as session:
        return ask(session)


def test_the_way_in_says_where_everything_stands(manager, office: Office):
    page = manager.get(SETTINGS)

    assert "Full member, Associate member" in page.text
    assert "Version 1 holds since 1 Jan 2025." in page.text


def test_a_category_is_added_in_the_clusters_languages(manager, office: Office):
    form = manager.get(f"{SETTINGS}/categories/new")
    answer = manager.post(f"{SETTINGS}/categories/new", data=SUPPORTER)

    assert 'name="names-nl"' in form.text
    assert answer.status_code == 303
    added = read(office, lambda s: queries.category_by_code(s, "supporter"))
    assert added.names == {"nl": "Steunend lid", "en": "Supporting member"}
    assert "Supporting member" in manager.get(f"{SETTINGS}/categories").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "full"}, "Another category has this code"),
        ({"code": "Not a code"}, "lower-case letters"),
        ({"code": ""}, "short code"),
        ({"names-nl": "", "names-en": ""}, "Give the category a name"),
    ],
)
def test_a_category_that_cannot_be_is_refused(manager, office: Office, changes, words):
    answer = manager.post(
        f"{SETTINGS}/categories/new", data={**SUPPORTER, "descriptions-en": "Kept", **changes}
    )

    assert answer.status_code == 422
    assert words in answer.text
    assert "Kept" in answer.text


def test_a_category_is_changed_and_closed(manager, office: Office):
    category = read(office, lambda s: queries.category_by_code(s, "full"))

    manager.post(
        f"{SETTINGS}/categories/{category.id}",
        data={**SUPPORTER, "code": "full", "names-en": "Ordinary member"},
    )

    changed = read(office, lambda s: queries.category_by_code(s, "full"))
    assert changed.names["en"] == "Ordinary member"
    assert changed.open_for_application is False


def test_the_policy_is_shown_and_kept(manager, office: Office):
    answer = manager.post(f"{SETTINGS}/applications", data=POLICY)

    assert answer.status_code == 303
    kept = read(office, queries.settings)
    assert (kept.approval, kept.notice_days, kept.resume_days) == ("automatic", 60, 14)


@pytest.mark.parametrize(
    "changes", [{"resume_days": "0"}, {"notice_days": "1000"}, {"consent_version": ""}]
)
def test_a_policy_out_of_range_is_refused(manager, office: Office, changes):
    answer = manager.post(f"{SETTINGS}/applications", data={**POLICY, **changes})

    assert answer.status_code == 422


def test_a_product_is_added_and_asks_for_its_vat(manager, office: Office):
    answer = manager.post(f"{SETTINGS}/products/new", data={**PRODUCT, "unit_cents": "1.250"})

    assert answer.location.endswith("/products/stand/vat")
    product = read(office, lambda s: billing.get_product(s, "stand", date(2026, 3, 2)))
    assert product.unit_cents == 125_000
    assert "cannot be invoiced yet" in manager.get(f"{SETTINGS}/products/stand").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "dues"}, "already in use"),
        ({"code": "No Code"}, "2 to 40 lower-case"),
        ({"names-en": ""}, "Give the product a name"),
        ({"unit_cents": "-5"}, "above zero"),
        ({"unit_cents": "much"}, "Write an amount in euro"),
        ({"revenue_account": "400000"}, "Not a valid choice"),
    ],
)
def test_a_product_that_cannot_be_is_refused(manager, office: Office, changes, words):
    answer = manager.post(f"{SETTINGS}/products/new", data={**PRODUCT, **changes})

    assert answer.status_code == 422
    assert words in answer.text


def test_a_product_is_changed_but_not_its_code(manager, office: Office):
    manager.post(
        f"{SETTINGS}/products/training/edit",
        data={**PRODUCT, "code": "other", "names-en": "Course", "archived": "y"},
    )

    product = read(office, lambda s: billing.get_product(s, "training", date(2026, 3, 2)))
    assert product.names["en"] == "Course"
    assert product.archived_at is not None


def test_vat_is_a_dated_decision_of_a_person(manager, office: Office):
    answer = manager.post(f"{SETTINGS}/products/training/vat", data=VAT)

    assert answer.status_code == 303
    page = manager.get(f"{SETTINGS}/products/training")
    assert "6 % VAT" in page.text
    assert "Fiscount" in page.text
    assert "before 1 Jul 2026" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"approved_by": ""}, "Name the person who approved"),
        ({"rate_bp": ""}, "rate"),
        ({"rate_bp": "120"}, "from 0 to 100"),
        ({"category": "E"}, "legal reason"),
        ({"category": ""}, "Choose a treatment"),
        ({"valid_from": "2023-01-01"}, "already valid from that day"),
    ],
)
def test_a_vat_decision_that_is_not_whole_is_refused(manager, office: Office, changes, words):
    answer = manager.post(f"{SETTINGS}/products/training/vat", data={**VAT, **changes})

    assert answer.status_code == 422
    assert words in answer.text


WRITING = (
    "categories/new",
    "applications",
    "products/new",
    "products/dues/vat",
    "products/dues/edit",
)


@pytest.mark.parametrize("path", WRITING)
def test_a_viewer_changes_no_settings(client, smaak: Cast, office: Office, path):
    sign_in(client, smaak, "viewer")

    assert client.get(f"{SETTINGS}/{path}").status_code == 403
    assert client.post(f"{SETTINGS}/{path}").status_code == 403


def test_a_viewer_reads_them(client, smaak: Cast, office: Office):
    sign_in(client, smaak, "viewer")

    for path in ("", "/categories", "/dues", "/products", "/products/dues"):
        assert client.get(f"{SETTINGS}{path}").status_code == 200


def test_another_clusters_settings_are_not_found(client, meca: Cast, office: Office):
    category = read(office, lambda s: queries.category_by_code(s, "full"))
    sign_in(client, meca, "manager")
    there = "/c/mecavallee/admin/settings"

    assert client.get(f"{there}/categories/{category.id}").status_code == 404
    assert client.get(f"{there}/products/dues").status_code == 404
    assert client.get(SETTINGS).status_code == 404
