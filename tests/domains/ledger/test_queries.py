"""Trial balance, journal, account card, and the proof of the books."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, text

from clusterorg.domains.ledger import actions, queries
from clusterorg.domains.ledger.errors import AccountNotFound
from clusterorg.domains.ledger.vocabulary import PostingLine
from clusterorg.kernel.ids import new_id

DAY = date(2026, 3, 2)


@pytest.fixture
def three_sales(books, work_for, at, actor):
    with work_for(books) as work:
        for number in range(3):
            actions.post_entry(
                work,
                booked_on=DAY + timedelta(days=number),
                text=f"Sale {number}",
                cause=("test", new_id()),
                kind="issue",
                lines=(PostingLine("400000", 1000), PostingLine("730000", -1000)),
                actor=actor,
                at=at,
            )
    return books


def test_the_trial_balance_comes_to_nought(three_sales, work_for):
    with work_for(three_sales) as work:
        rows = {row.number: row for row in queries.trial_balance(work.session)}

    assert (rows["400000"].debit_cents, rows["400000"].credit_cents) == (3000, 0)
    assert rows["730000"].balance_cents == -3000
    assert sum(row.balance_cents for row in rows.values()) == 0


def test_the_trial_balance_counts_days_half_open(three_sales, work_for):
    with work_for(three_sales) as work:
        rows = queries.trial_balance(
            work.session, since=DAY + timedelta(days=1), until=DAY + timedelta(days=2)
        )

    assert [row.debit_cents for row in rows] == [1000, 0]


def test_the_journal_pages_newest_first_without_repeating(three_sales, work_for):
    with work_for(three_sales) as work:
        first = queries.journal(work.session, limit=2)
        second = queries.journal(work.session, limit=2, cursor=first.next)

    texts = [row.text for row in [*first.rows, *second.rows]]
    assert texts == ["Sale 2", "Sale 1", "Sale 0"]
    assert second.next is None


@pytest.mark.parametrize("limit", [1, 3])
def test_the_journal_runs_one_statement_for_any_number_of_rows(three_sales, work_for, limit):
    statements: list[str] = []
    with work_for(three_sales) as work:
        work.session.connection()
        listener = lambda *args: statements.append(args[2])  # noqa: E731
        event.listen(work.session.connection(), "before_cursor_execute", listener)

        queries.journal(work.session, limit=limit)

    assert len([s for s in statements if "journal_entries" in s]) == 1


def test_an_account_card_lists_oldest_first(three_sales, work_for):
    with work_for(three_sales) as work:
        card = queries.account_card(work.session, "730000", since=DAY + timedelta(days=1))

    assert [row.text for row in card.rows] == ["Sale 1", "Sale 2"]


def test_the_card_of_an_unknown_account_is_not_found(three_sales, work_for):
    with pytest.raises(AccountNotFound), work_for(three_sales) as work:
        queries.account_card(work.session, "123456")


def test_another_cluster_sees_none_of_it(three_sales, meca, work_for):
    with work_for(meca) as work:
        assert queries.journal(work.session).rows == []
        assert queries.trial_balance(work.session) == []


def test_the_proof_finds_an_entry_that_was_tampered_with(committed_platform, database_owner, at):
    from tests.support.cast import SMAAK, make_cast

    cast = make_cast(committed_platform, SMAAK)
    with committed_platform.unit_of_work(cast.id) as work:
        actions.open_chart(work, actor=cast.actor(), at=at)
        entry_id = actions.post_entry(
            work,
            booked_on=DAY,
            text="Sale",
            cause=("test", new_id()),
            kind="issue",
            lines=(PostingLine("400000", 1000), PostingLine("730000", -1000)),
            actor=cast.actor(),
            at=at,
        )

    with database_owner.begin() as owner:
        owner.execute(text("SET LOCAL session_replication_role = replica"))
        owner.execute(text("UPDATE postings SET cents = 999 WHERE cents = 1000"))

    with committed_platform.unit_of_work(cast.id) as work:
        assert [fault.subject_id for fault in queries.faults(work.session)] == [entry_id]
