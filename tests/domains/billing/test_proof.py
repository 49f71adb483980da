"""`clusterorg ledger verify` names what is wrong with books that somebody tampered with."""

import pytest
from sqlalchemy import Engine, text

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.vocabulary import InvoiceOrder, PaymentMethod
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.kernel.platform import Platform
from tests.domains.billing.conftest import DAY, DUE, add_payer, line, open_shop
from tests.support.cast import AT, SMAAK, Cast, make_cast

THE_PAID = "(SELECT id FROM invoices WHERE kind = 'invoice' AND sequence = 1)"
THE_CREDIT_NOTE = "(SELECT id FROM invoices WHERE kind = 'credit_note')"
THE_PAYMENT = "(SELECT id FROM payments WHERE amount_cents = 12100 AND reverses_id IS NULL)"
ENTRY_OF = "(SELECT id FROM journal_entries WHERE cause_id = {})"


@pytest.fixture
def books(committed_platform: Platform) -> Cast:
    """An invoice that is paid, one that is credited, one whose payment was undone."""
    cast = open_shop(committed_platform, make_cast(committed_platform, SMAAK))
    payer_id = add_payer(committed_platform, cast, "Bakkerij Ter Leyevelde nv")
    order = InvoiceOrder(payer_id, (line(),), DAY, DUE)
    with committed_platform.unit_of_work(cast.id) as work:
        paid, credited, undone = actions.issue_many(
            work, orders=[order] * 3, actor=cast.actor(), at=AT
        )
    with committed_platform.unit_of_work(cast.id) as work:
        pay(work, cast, paid.id, 12_100)
        mistake = pay(work, cast, undone.id, 5_000)
        actions.credit_invoice(
            work, invoice_id=credited.id, reason="x", issued_on=DAY, actor=cast.actor(), at=AT
        )
    with committed_platform.unit_of_work(cast.id) as work:
        actions.undo_payment(
            work, payment_id=mistake, reason="typed wrongly", actor=cast.actor(), at=AT
        )
    return cast


def pay(work, cast: Cast, invoice_id, cents: int):
    return actions.record_payment(
        work,
        invoice_id=invoice_id,
        amount_cents=cents,
        received_on=DAY,
        method=PaymentMethod.BANK_TRANSFER,
        actor=cast.actor(),
        at=AT,
    )


def entry_gone(cause: str) -> str:
    entry = ENTRY_OF.format(cause)
    entries = f"DELETE FROM journal_entries WHERE cause_id = {cause}"
    return f"DELETE FROM postings WHERE entry_id = {entry}; {entries}"


def entry_doubled(cause: str) -> str:
    entry = ENTRY_OF.format(cause)
    return f"""
        CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM journal_entries WHERE id = {entry};
        CREATE TEMP TABLE lines ON COMMIT DROP AS SELECT * FROM postings WHERE entry_id = {entry};
        UPDATE again SET id = gen_random_uuid(), kind = 'again';
        UPDATE lines SET id = gen_random_uuid(), entry_id = (SELECT id FROM again);
        INSERT INTO journal_entries SELECT * FROM again;
        INSERT INTO postings SELECT * FROM lines
    """


def other_amount(cause: str) -> str:
    return f"UPDATE postings SET cents = cents * 2 WHERE entry_id = {ENTRY_OF.format(cause)}"


def one_line_changed(cause: str) -> str:
    return (
        f"UPDATE postings SET cents = cents + 1 WHERE position = 0 AND entry_id = "
        f"{ENTRY_OF.format(cause)}"
    )


def faults(platform: Platform, cast: Cast) -> set[str]:
    with platform.session(cast.id) as session:
        found = [*ledger_queries.faults(session), *queries.faults(session)]
        assert all(fault.subject_id and fault.text for fault in found)
        return {fault.code for fault in found}


def test_books_that_nobody_touched_have_no_fault(books: Cast, committed_platform: Platform) -> None:
    assert faults(committed_platform, books) == set()


@pytest.mark.parametrize(
    ("tampering", "named"),
    [
        (entry_gone(THE_PAID), {"invoice_not_booked", "vat_not_booked"}),
        (entry_gone(THE_CREDIT_NOTE), {"invoice_not_booked", "vat_not_booked"}),
        (entry_gone(THE_PAYMENT), {"payment_not_booked"}),
        (
            entry_doubled(THE_PAID),
            {"invoice_not_booked", "vat_not_booked", "booked_twice"},
        ),
        (
            entry_doubled(THE_CREDIT_NOTE),
            {"invoice_not_booked", "vat_not_booked", "booked_twice"},
        ),
        (entry_doubled(THE_PAYMENT), {"payment_not_booked", "booked_twice"}),
        (other_amount(THE_PAID), {"invoice_not_booked", "vat_not_booked"}),
        (other_amount(THE_CREDIT_NOTE), {"invoice_not_booked", "vat_not_booked"}),
        (other_amount(THE_PAYMENT), {"payment_not_booked"}),
        (one_line_changed(THE_PAYMENT), {"unbalanced", "payment_not_booked"}),
        (
            "UPDATE postings SET cents = cents * 2 WHERE entry_id IN "
            "(SELECT id FROM journal_entries WHERE reverses_id IS NOT NULL)",
            {"crooked_reversal"},
        ),
        (
            "DELETE FROM postings WHERE entry_id IN (SELECT id FROM journal_entries WHERE "
            "reverses_id IS NOT NULL); DELETE FROM journal_entries WHERE reverses_id IS NOT NULL",
            {"reversal_not_booked"},
        ),
        (
            f"DELETE FROM allocations WHERE payment_id = {THE_PAYMENT}; "
            f"DELETE FROM payments WHERE id = {THE_PAYMENT}",
            {"entry_without_cause"},
        ),
        ("UPDATE invoice_lines SET net_cents = net_cents + 1 WHERE invoice_id = " + THE_PAID,
         {"lines_differ"}),
    ],
)  # fmt: skip
def test_tampering_is_named(
    books: Cast,
    committed_platform: Platform,
    database_owner: Engine,
    tampering: str,
    named: set[str],
) -> None:
    with database_owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in tampering.split(";"):
            owner.execute(text(statement))

    assert faults(committed_platform, books) == named
