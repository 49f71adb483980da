"""Issuing: frozen, numbered without gaps, booked, announced."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import ProgrammingError

from clusterorg.domains.billing import actions, queries, rules
from clusterorg.domains.billing.errors import (
    BuyerVatNumberMissing,
    DatesOutOfOrder,
    DueBeforeIssue,
    IssueDateInFuture,
    IssueDateTooEarly,
    NoLines,
    NumberTaken,
    ProductArchived,
    ProductNotFound,
    SellerVatNumberMissing,
    VatCategoriesMixed,
    VatNotDecided,
)
from clusterorg.domains.billing.models import INVOICES
from clusterorg.domains.billing.news import InvoiceIssued, InvoicePaid
from clusterorg.domains.billing.vocabulary import (
    InvoiceOrder,
    InvoiceState,
    ReferenceKind,
    Subject,
    VatCategory,
    VatDecision,
)
from clusterorg.domains.identity.models import Cluster
from clusterorg.domains.ledger.errors import RoleUnfilled
from clusterorg.domains.organisations.errors import OrganisationNotFound
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY, DUE, add_payer, line, open_shop
from tests.support.jobs import waiting_jobs


def hear(platform, kind):
    """Remember news of a kind."""
    heard = []
    platform.desk.join([(kind, lambda _work, news: heard.append(news))])
    return heard


def test_an_invoice_is_numbered_and_bears_a_valid_reference(issue):
    first, second = issue(), issue()

    assert (first.number, second.number) == ("INV-2026-00001", "INV-2026-00002")
    assert rules.read_reference(first.payment_reference) == first.payment_reference
    assert first.payment_reference != second.payment_reference
    assert first.gross_cents == 12100


def test_an_invoice_is_booked_on_receivable_revenue_and_vat(issue, in_books):
    issue(line("services", 10000), line("dues", 50000))

    assert in_books("400000") == 62100
    assert in_books("700000") == -10000
    assert in_books("730000") == -50000
    assert in_books("451000") == -2100


def test_an_invoice_is_frozen_with_its_parties_and_legal_texts(issue, shop, work_for, baker):
    invoice = issue(line("dues", 50000))

    with work_for(shop) as work:
        work.session.get(Cluster, shop.id).legal_name = "Renamed vzw"
    with work_for(shop) as work:
        document = queries.frozen_document(work.session, invoice.id)
    assert document.seller.legal_name == "SmaakKust vzw"
    assert document.buyer.legal_name == "Bakkerij Ter Leyevelde nv"
    assert document.buyer.vat_number == "BE0001000385"
    assert document.language == "nl"
    assert document.legal_texts == ("Vrijgesteld, art. 44, § 2, 11° WBTW",)


@pytest.mark.parametrize("table", ["invoices", "invoice_lines", "payments", "allocations"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET cluster_id = cluster_id", "DELETE FROM {}"])
def test_what_is_issued_or_paid_cannot_be_changed(issue, pay, shop, work_for, table, verb):
    pay(issue(), 12100)

    with pytest.raises(ProgrammingError, match="permission denied"), work_for(shop) as work:
        work.session.execute(text(verb.format(table)))


def test_issuing_tells_the_news_and_defers_the_document(issue, platform, shop):
    subject = Subject("obligation", new_id())
    heard = hear(platform, InvoiceIssued)

    invoice = issue(line(subject=subject), line("dues"))

    assert [(news.invoice_id, news.subjects) for news in heard] == [(invoice.id, (subject,))]
    (job,) = [args for name, args in waiting_jobs(platform) if name == "billing.render_document"]
    assert job == {"cluster_id": str(shop.id), "invoice_id": str(invoice.id), "deliver": True}


def test_an_invoice_of_nought_is_paid_at_once_and_books_nothing(issue, platform, balance, in_books):
    heard = hear(platform, InvoicePaid)

    invoice = issue(line("dues", 0))

    assert [news.invoice_id for news in heard] == [invoice.id]
    assert balance(invoice.id).state is InvoiceState.PAID
    assert in_books("400000") == 0


def test_a_date_before_the_series_last_is_refused_and_takes_no_number(issue):
    issue()

    with pytest.raises(IssueDateTooEarly) as refusal:
        issue(issued_on=DAY - timedelta(days=1))

    assert refusal.value.params == {"last": "2026-03-02"}
    assert issue().number == "INV-2026-00002"


def test_a_date_after_today_is_refused_since_nothing_before_it_could_be_numbered(issue):
    with pytest.raises(IssueDateInFuture) as refusal:
        issue(issued_on=DAY + timedelta(days=1))

    assert refusal.value.params == {"today": "2026-03-02"}
    assert issue().number == "INV-2026-00001"


def test_each_year_has_its_own_series(issue):
    old = issue(issued_on=date(2025, 12, 31))
    new = issue(issued_on=date(2026, 1, 1))
    late = issue(issued_on=date(2025, 12, 31))

    assert [i.number for i in (old, new, late)] == [
        "INV-2025-00001",
        "INV-2026-00001",
        "INV-2025-00002",
    ]


def test_each_cluster_has_its_own_series_but_references_never_meet(
    issue, platform, meca, work_for, at
):
    open_shop(platform, meca)
    payer_id = add_payer(platform, meca, "Fonderies de la Haute-Sambrelle SA")
    ours = issue()

    with work_for(meca) as work:
        theirs = actions.issue_invoice(
            work,
            payer_id=payer_id,
            lines=[line("dues")],
            issued_on=DAY,
            due_on=DUE,
            actor=meca.actor(),
            at=at,
        )

    assert theirs.number == ours.number
    assert theirs.payment_reference != ours.payment_reference


def test_a_cluster_outside_belgium_gets_iso_11649_references(issue, shop, work_for):
    with work_for(shop) as work:
        work.session.get(Cluster, shop.id).country = "DE"

    invoice = issue()

    assert invoice.payment_reference.startswith("RF")
    with work_for(shop) as work:
        detail = queries.invoice_detail(work.session, invoice.id, today=DAY)
    assert detail.invoice.reference_kind == ReferenceKind.RF.value


def test_many_invoices_are_issued_in_one_block_over_two_years(
    shop, work_for, baker, dairy, at, actor
):
    days = [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)]
    orders = [
        InvoiceOrder(payer, (line("dues", 50000),), day, day + timedelta(days=30))
        for day, payer in zip(days, (baker, dairy, baker), strict=True)
    ]

    with work_for(shop) as work:
        issued = actions.issue_many(work, orders=orders, actor=actor, at=at)

    assert [i.number for i in issued] == ["INV-2025-00001", "INV-2025-00002", "INV-2026-00001"]
    assert [i.payer_id for i in issued] == [baker, dairy, baker]


def test_a_block_with_one_wrong_order_issues_none(shop, work_for, baker, at, actor, issue):
    orders = [
        InvoiceOrder(baker, (line("dues"),), DAY, DUE),
        InvoiceOrder(baker, (line("unheard-of"),), DAY, DUE),
    ]

    with pytest.raises(ProductNotFound), work_for(shop) as work:
        actions.issue_many(work, orders=orders, actor=actor, at=at)

    assert issue().number == "INV-2026-00001"


def test_a_block_out_of_order_is_refused(shop, work_for, baker, at, actor):
    orders = [InvoiceOrder(baker, (line(),), day, DUE) for day in (DAY, DAY - timedelta(days=1))]

    with pytest.raises(DatesOutOfOrder), work_for(shop) as work:
        actions.issue_many(work, orders=orders, actor=actor, at=at)


def test_an_empty_block_issues_nothing(shop, work_for, at, actor):
    with work_for(shop) as work:
        assert actions.issue_many(work, orders=[], actor=actor, at=at) == []


def test_an_order_without_lines_or_due_before_its_date_is_refused(shop, work_for, baker, at, actor):
    for error, order in (
        (NoLines, InvoiceOrder(baker, (), DAY, DUE)),
        (DueBeforeIssue, InvoiceOrder(baker, (line(),), DUE, DAY)),
    ):
        with pytest.raises(error), work_for(shop) as work:
            actions.issue_many(work, orders=[order], actor=actor, at=at)


def test_a_product_nobody_decided_the_vat_of_is_refused(issue):
    with pytest.raises(VatNotDecided) as refusal:
        issue(issued_on=date(2024, 12, 31))

    assert refusal.value.params == {"code": "services", "day": "2024-12-31"}
    assert refusal.value.field == "lines.0.product_code"


def test_an_archived_product_is_refused(issue, shop, work_for, at, actor):
    with work_for(shop) as work:
        product = queries.get_product(work.session, "services", DAY)
        actions.change_product(
            work, product_id=product.id, changes={"archived": True}, actor=actor, at=at
        )

    with pytest.raises(ProductArchived):
        issue()


def test_out_of_scope_beside_vat_is_refused(issue):
    with pytest.raises(VatCategoriesMixed):
        issue(line("services"), line("gift"))


def test_vat_without_the_clusters_number_is_refused(issue, shop, work_for):
    with work_for(shop) as work:
        work.session.get(Cluster, shop.id).vat_number = None

    with pytest.raises(SellerVatNumberMissing):
        issue()


def test_reverse_charge_to_a_buyer_without_number_is_refused(issue, dairy):
    with pytest.raises(BuyerVatNumberMissing) as refusal:
        issue(line("abroad"), payer_id=dairy)

    assert refusal.value.params["name"] == "Zuivelhuis Kempenkar bv"


def test_a_payer_of_another_cluster_is_not_found(issue, platform, meca):
    stranger = add_payer(platform, meca, "Fonderies SA")

    with pytest.raises(OrganisationNotFound):
        issue(payer_id=stranger)


def test_without_a_chart_nothing_is_numbered(platform, meca, work_for, at):
    payer_id = add_payer(platform, meca, "Fonderies SA")

    with pytest.raises((RoleUnfilled, ProductNotFound)), work_for(meca) as work:
        actions.issue_invoice(
            work,
            payer_id=payer_id,
            lines=[line()],
            issued_on=DAY,
            due_on=DUE,
            actor=meca.actor(),
            at=at,
        )


def test_a_fraction_of_a_unit_is_invoiced_to_the_cent(issue, work_for, shop):
    invoice = issue(line("services", 333, quantity=Decimal("1.5")))

    with work_for(shop) as work:
        (row,) = queries.lines_of(work.session, invoice.id)
    assert (row.net_cents, row.quantity) == (500, Decimal("1.500"))


def test_the_vat_of_the_issue_date_counts(issue, shop, work_for, at, actor):
    with work_for(shop) as work:
        actions.set_vat(
            work,
            product_code="services",
            decision=VatDecision(VatCategory.STANDARD, 600),
            valid_from=DAY,
            approved_by="An Accountant",
            approved_on=DAY,
            actor=actor,
            at=at,
        )

    assert issue(issued_on=DAY - timedelta(days=1)).gross_cents == 12100
    assert issue().gross_cents == 10600


def test_the_database_refuses_a_number_twice(issue, shop, work_for):
    invoice = issue()

    with pytest.raises(NumberTaken), work_for(shop) as work:
        row = work.session.execute(select(INVOICES).where(INVOICES.c.id == invoice.id)).one()
        work.session.execute(
            insert(INVOICES), row._asdict() | {"id": new_id(), "payment_reference": "x"}
        )
