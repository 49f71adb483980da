"""Lists, balances, ageing: what is derived, said in SQL as in the rules."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from clusterorg.domains.billing import actions, queries, rules
from clusterorg.domains.billing.errors import AttemptNotFound, InvoiceNotFound
from clusterorg.domains.billing.vocabulary import DocumentKind, InvoiceState, Subject
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY, DUE, line

LATE = DUE + timedelta(days=1)
Filter = queries.InvoiceFilter


@pytest.fixture
def four(issue, pay, shop, work_for, dairy, at, actor):
    """An open, a part-paid, a paid and a credited invoice, with its credit note."""
    made = {
        "open": issue(line("dues", 10000)),
        "part_paid": issue(payer_id=dairy),
        "paid": issue(issued_on=DAY, due_on=DAY),
        "credited": issue(),
    }
    pay(made["part_paid"], 2100)
    pay(made["paid"], 12100)
    with work_for(shop) as work:
        actions.credit_invoice(
            work,
            invoice_id=made["credited"].id,
            reason="x",
            issued_on=DAY,
            actor=actor,
            at=at,
        )
    return made


@pytest.fixture
def listed(shop, work_for):
    """List the numbers a filter finds."""

    def found(today=DAY, **wanted):
        with work_for(shop) as work:
            page = queries.invoices(work.session, Filter(**wanted), today=today)
        return [row.number for row in page.rows]

    return found


@pytest.mark.parametrize("state", ["open", "part_paid", "paid", "credited"])
def test_each_state_finds_its_invoice(four, listed, state):
    assert listed(state=InvoiceState(state)) == [four[state].number]


def test_sql_and_rules_say_the_same_state(four, shop, work_for):
    with work_for(shop) as work:
        rows = queries.invoices(work.session, Filter(kind=DocumentKind.INVOICE), today=LATE).rows

    for row in rows:
        assert row.state == rules.standing(row.gross_cents, row.paid_cents, row.credited_cents)
        assert row.is_overdue == rules.is_overdue(row.open_cents, row.due_on, LATE)


def test_credit_notes_are_listed_by_kind(four, listed):
    assert listed(kind=DocumentKind.CREDIT_NOTE) == ["CN-2026-00001"]
    assert listed(state=InvoiceState.FINAL) == ["CN-2026-00001"]


def test_what_is_overdue_depends_on_the_day(four, listed):
    assert listed(overdue=True) == []
    assert listed(today=LATE, overdue=True) == [four["part_paid"].number, four["open"].number]
    assert len(listed(today=LATE, overdue=False)) == 3


@pytest.mark.parametrize(
    "typed", ["INV-2026-00001", "00001", "ter leyevelde", "Leyevelde", "reference", "digits"]
)
def test_text_finds_by_number_name_and_reference(four, listed, typed):
    reference = four["open"].payment_reference
    typed = {"reference": rules.shown_reference(reference), "digits": reference[4:]}.get(
        typed, typed
    )

    assert four["open"].number in listed(text=typed, kind=DocumentKind.INVOICE)


@pytest.mark.parametrize("typed", ["100%", "_", "'; --", "Zzz"])
def test_marks_of_the_database_find_nothing(four, listed, typed):
    assert listed(text=typed) == []


def test_year_and_payer_narrow_the_list(four, listed, dairy):
    assert listed(year=2025) == []
    assert listed(payer_id=dairy) == [four["part_paid"].number]


def test_pages_follow_each_other_without_repeating(four, shop, work_for):
    with work_for(shop) as work:
        first = queries.invoices(work.session, Filter(), today=DAY, limit=3)
        second = queries.invoices(work.session, Filter(), today=DAY, limit=3, cursor=first.next)

    ids = [row.id for row in (*first.rows, *second.rows)]
    assert len(ids) == len(set(ids)) == 5


@pytest.mark.parametrize("limit", [1, 5])
def test_the_list_runs_one_statement_for_any_number_of_rows(four, shop, work_for, limit):
    statements: list[str] = []
    with work_for(shop) as work:
        event.listen(
            work.session.connection(),
            "before_cursor_execute",
            lambda *args: statements.append(args[2]),
        )

        queries.invoices(work.session, Filter(), today=DAY, limit=limit)

    assert len([s for s in statements if "invoices" in s]) == 1


def test_one_document_with_all_that_belongs_to_it(four, shop, work_for):
    with work_for(shop) as work:
        detail = queries.invoice_detail(work.session, four["part_paid"].id, today=DAY)

    assert detail.invoice.open_cents == 10000
    assert [row.description for row in detail.lines] == ["About services"]
    assert [row.amount_cents for row in detail.payments] == [2100]
    assert detail.invoice.seller["name"] == "SmaakKust"


def test_an_unknown_document_or_attempt_is_not_found(shop, work_for):
    with work_for(shop) as work:
        with pytest.raises(InvoiceNotFound):
            queries.invoice_detail(work.session, new_id(), today=DAY)
        with pytest.raises(AttemptNotFound):
            queries.get_attempt(work.session, new_id())


def test_debt_is_sorted_by_age(four, shop, work_for):
    with work_for(shop) as work:
        young = queries.ageing(work.session, DAY)
        old = queries.ageing(work.session, DUE + timedelta(days=61))

    assert young["not_due"] == (2, 20000)
    assert old["61_90"] == (2, 20000)
    assert sum(cents for _count, cents in old.values()) == 20000


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, "not_due"), (1, "1_30"), (30, "1_30"), (31, "31_60"), (90, "61_90"), (91, "over_90")],
)
def test_the_edges_of_an_age(issue, shop, work_for, days, bucket):
    issue()

    with work_for(shop) as work:
        found = queries.ageing(work.session, DUE + timedelta(days=days))

    assert found[bucket][0] == 1


def test_a_members_balance_and_open_items(four, shop, work_for, dairy):
    with work_for(shop) as work:
        mine = queries.member_balance(work.session, dairy, LATE)
        items = queries.open_items(work.session, dairy)

    assert mine == queries.MemberBalance(10000, 10000, 0, 1, 1)
    assert [(row.number, row.open_cents) for row in items] == [(four["part_paid"].number, 10000)]


def test_a_year_in_figures(four, shop, work_for):
    with work_for(shop) as work:
        year = queries.year_totals(work.session, 2026, LATE)

    assert (year.billed_cents, year.credited_cents) == (10000 + 3 * 12100, 12100)
    assert (year.collected_cents, year.open_cents, year.overdue_cents) == (14200, 20000, 20000)


def test_the_documents_of_a_subject_are_found(issue, shop, work_for):
    one, other = Subject("obligation", new_id()), Subject("obligation", new_id())
    invoice = issue(line(subject=one), line("dues", subject=other), line("dues", subject=one))

    with work_for(shop) as work:
        found = queries.invoices_for(
            work.session, "obligation", [one.id, other.id, new_id()], today=DAY
        )

    assert {key: [row.id for row in rows] for key, rows in found.items()} == {
        one.id: [invoice.id],
        other.id: [invoice.id],
    }


def test_payments_are_listed_with_what_is_left_of_them(four, issue, pay, shop, work_for, baker):
    payment_id = pay(issue(), 20000)

    with work_for(shop) as work:
        rows = queries.payments(work.session, payer_id=baker).rows
        facts = queries.find_payment(work.session, payment_id)
        shares = queries.shares_of_payment(work.session, payment_id)

    assert [row.free_cents for row in rows if row.id == payment_id] == [7900]
    assert facts.free_cents == 7900
    assert [row.amount_cents for row in shares] == [12100]


def test_payments_are_listed_between_days_half_open(four, shop, work_for):
    with work_for(shop) as work:
        inside = queries.payments(work.session, since=DAY, until=DAY + timedelta(days=1)).rows
        outside = queries.payments(work.session, since=date(2025, 1, 1), until=DAY).rows

    assert (len(inside), len(outside)) == (2, 0)


def test_another_cluster_sees_nothing_of_it(four, meca, work_for):
    with work_for(meca) as work:
        assert queries.invoices(work.session, Filter(), today=DAY).rows == []
        assert queries.payments(work.session).rows == []
        assert queries.ageing(work.session, LATE)["not_due"] == (0, 0)
