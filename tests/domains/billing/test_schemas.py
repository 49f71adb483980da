"""Shapes: whole cents only, unknown fields refused, value types out."""

from decimal import Decimal

import pytest
from marshmallow import ValidationError

from clusterorg.domains.billing import queries, schemas
from clusterorg.domains.billing.vocabulary import NewLine, Subject, VatCategory
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY

LINE = {"product_code": "dues", "description": "Dues 2026", "unit_cents": 120000}
PAYMENT = {"amount_cents": 100, "received_on": "2026-03-02", "method": "cash"}


def order(**more):
    return {
        "payer_id": str(new_id()),
        "lines": [LINE],
        "issued_on": "2026-03-02",
        "due_on": "2026-04-01",
    } | more


def test_an_order_is_read_into_value_types():
    subject = {"type": "obligation", "id": str(new_id())}

    read = schemas.InvoiceOrderSchema().load(
        order(lines=[LINE | {"quantity": "1.5", "subject": subject}])
    )

    (line,) = read["lines"]
    assert isinstance(line, NewLine)
    assert line.quantity == Decimal("1.5")
    assert isinstance(line.subject, Subject)


@pytest.mark.parametrize("cents", [1200.0, 12.5, "1200", True, None, 10**13])
def test_an_amount_that_is_not_whole_cents_is_refused(cents):
    with pytest.raises(ValidationError) as refusal:
        schemas.InvoiceOrderSchema().load(order(lines=[LINE | {"unit_cents": cents}]))

    assert "unit_cents" in refusal.value.messages["lines"][0]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"lines": []}, "lines"),
        ({"issued_on": "2.3.2026"}, "issued_on"),
        ({"language": "it"}, "language"),
    ],
)
def test_what_does_not_belong_is_refused_at_its_field(more, field):
    with pytest.raises(ValidationError) as refusal:
        schemas.InvoiceOrderSchema().load(order(**more))

    assert field in refusal.value.messages


@pytest.mark.parametrize("more", [{"method": "bancontact"}, {"amount_cents": 0}, {"amount": 1}])
def test_a_payment_by_hand_that_cannot_be_is_refused(more):
    with pytest.raises(ValidationError):
        schemas.PaymentOrderSchema().load(PAYMENT | more)


def test_a_vat_decision_is_read_as_one_value():
    read = schemas.VatDecisionSchema().load(
        {
            "category": "E",
            "legal_texts": {"nl": "Vrijgesteld"},
            "valid_from": "2026-01-01",
            "approved_by": "An",
            "approved_on": "2026-01-01",
        }
    )

    assert read["decision"].category is VatCategory.EXEMPT
    assert set(read) == {"decision", "valid_from", "approved_by", "approved_on"}


def test_a_document_is_written_with_its_reference_as_printed(issue, shop, work_for):
    invoice = issue()

    with work_for(shop) as work:
        detail = queries.invoice_detail(work.session, invoice.id, today=DAY)
    written = schemas.InvoiceDetailSchema().dump(detail)

    assert written["invoice"]["shown_reference"].startswith("+++")
    assert written["lines"][0]["quantity"] == "1.000"
    assert written["invoice"]["open_cents"] == 12100
