"""Products and their dated VAT, approved by a person."""

from datetime import date

import pytest
from sqlalchemy.dialects.postgresql import Range

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.errors import (
    AmountInvalid,
    ProductCodeInvalid,
    ProductCodeTaken,
    ProductNamesMissing,
    ProductNotFound,
    VatApprovalMissing,
    VatSettingOverlaps,
)
from clusterorg.domains.billing.models import ProductVatSetting
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.ledger.errors import AccountNotFound
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY, line

FROM = date(2026, 7, 1)
S6 = VatDecision(VatCategory.STANDARD, 600)


@pytest.fixture
def add(work_for, shop, at, actor):
    """Add a product."""

    def added(**facts):
        facts = {"code": "coffee", "names": {"en": "Coffee"}, "revenue_account": "700000"} | facts
        with work_for(shop) as work:
            return actions.add_product(work, actor=actor, at=at, **facts)

    return added


@pytest.fixture
def decide(work_for, shop, at, actor):
    """Decide the VAT of a product."""

    def decided(code="services", valid_from=FROM, approved_by="An Accountant", decision=S6):
        with work_for(shop) as work:
            return actions.set_vat(
                work,
                product_code=code,
                decision=decision,
                valid_from=valid_from,
                approved_by=approved_by,
                approved_on=date(2026, 3, 2),
                actor=actor,
                at=at,
            )

    return decided


@pytest.mark.parametrize(
    ("facts", "error", "field"),
    [
        ({"code": "No Spaces"}, ProductCodeInvalid, "code"),
        ({"code": "dues"}, ProductCodeTaken, "code"),
        ({"names": {"en": " "}}, ProductNamesMissing, "names"),
        ({"unit_cents": -1}, AmountInvalid, "unit_cents"),
        ({"revenue_account": "999999"}, AccountNotFound, "account"),
    ],
)
def test_a_product_that_cannot_be_is_refused_at_its_field(add, facts, error, field):
    with pytest.raises(error) as refusal:
        add(**facts)

    assert refusal.value.field == field


def test_a_new_setting_ends_the_one_before_on_its_day(decide, shop, work_for):
    decide()

    with work_for(shop) as work:
        before = queries.get_product(work.session, "services", date(2026, 6, 30))
        after = queries.get_product(work.session, "services", FROM)
    assert (before.rate_bp, after.rate_bp) == (2100, 600)
    assert after.approved_by == "An Accountant"


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 1, 1)])
def test_a_setting_before_the_present_one_is_refused(decide, day):
    with pytest.raises(VatSettingOverlaps) as refusal:
        decide(valid_from=day)

    assert refusal.value.field == "valid_from"


def test_the_database_refuses_settings_that_overlap(shop, work_for):
    with pytest.raises(VatSettingOverlaps), work_for(shop) as work:
        product = queries.get_product(work.session, "services", FROM)
        work.session.add(
            ProductVatSetting(
                product_id=product.id,
                valid=Range(FROM, None),
                category="Z",
                rate_bp=0,
                legal_texts={},
                approved_by="x",
                approved_on=FROM,
            )
        )


def test_a_setting_nobody_approved_is_refused(decide):
    with pytest.raises(VatApprovalMissing):
        decide(approved_by=" ")


def test_the_vat_of_an_unknown_product_is_not_set(decide):
    with pytest.raises(ProductNotFound):
        decide(code="unheard-of")


def test_changes_are_kept_and_told(add, shop, work_for, at, actor):
    product = add()

    with work_for(shop) as work:
        actions.change_product(
            work,
            product_id=product.id,
            changes={"names": {"nl": "Koffie"}, "unit_cents": 250, "revenue_account": "740000"},
            actor=actor,
            at=at,
        )

    with work_for(shop) as work:
        row = queries.get_product(work.session, "coffee", FROM)
    assert (row.names, row.unit_cents, row.rate_bp) == ({"nl": "Koffie"}, 250, None)


def test_a_product_of_another_cluster_is_not_found(add, meca, work_for, at):
    product = add()

    for product_id in (product.id, new_id()):
        with pytest.raises(ProductNotFound), work_for(meca) as work:
            actions.change_product(
                work, product_id=product_id, changes={}, actor=meca.actor(), at=at
            )


def test_a_price_is_previewed_with_its_vat(shop, work_for):
    with work_for(shop) as work:
        taxed = queries.price_with_vat(work.session, [("services", 10050)], FROM)
        exempt = queries.price_with_vat(work.session, [("dues", 10050)], FROM)

    assert (taxed.vat_cents, taxed.gross_cents) == (2111, 12161)
    assert (exempt.vat_cents, exempt.gross_cents) == (0, 10050)


def test_a_preview_and_its_invoice_round_vat_alike(issue, balance, shop, work_for):
    cents = (10050, 10050, 10050)  # 21 % of each ends on half a cent

    with work_for(shop) as work:
        preview = queries.price_with_vat(work.session, [("services", c) for c in cents], DAY)
    invoice = issue(*(line("services", c) for c in cents))

    assert preview.vat_cents == 6332  # not three times 2111
    assert preview.gross_cents == invoice.gross_cents
