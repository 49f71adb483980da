"""Booking: once per cause, balanced, never changed, turned at most once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from clusterorg.domains.ledger import actions, queries
from clusterorg.domains.ledger.errors import (
    AccountArchived,
    AccountNotFound,
    AccountNumberTaken,
    BooksUnbalanced,
    EntryAlreadyPosted,
    EntryAlreadyReversed,
    EntryNotFound,
    ReversalOfReversal,
    RoleNeeded,
    RoleTaken,
    RoleUnfilled,
)
from clusterorg.domains.ledger.models import JournalEntry, Posting
from clusterorg.domains.ledger.vocabulary import AccountRole, NewEntry, PostingLine
from clusterorg.kernel.ids import new_id

DAY = date(2026, 3, 2)
SALE = (PostingLine("400000", 12100), PostingLine("700000", -10000), PostingLine("451000", -2100))


def post(work, cause, at, actor, lines=SALE, kind="issue", on=DAY):
    return actions.post_entry(
        work, booked_on=on, text="Sale", cause=cause, kind=kind, lines=lines, actor=actor, at=at
    )


def bare_entry(at):
    """An entry written past the actions, to try the database's own walls."""
    facts = {"cause_type": "test", "cause_id": new_id(), "kind": "issue"}
    return JournalEntry(booked_on=DAY, text="x", posted_at=at, posted_by="x", **facts)


def test_opening_the_chart_again_adds_nothing(books, work_for, at, actor):
    with work_for(books) as work:
        added = actions.open_chart(work, actor=actor, at=at)

    assert added == 0


def test_an_entry_is_booked_with_its_lines(books, work_for, at, actor, cause):
    with work_for(books) as work:
        entry_id = post(work, cause, at, actor)

    with work_for(books) as work:
        entry = queries.get_entry(work.session, entry_id)
    assert [(line["number"], line["cents"]) for line in entry.lines] == [
        ("400000", 12100),
        ("700000", -10000),
        ("451000", -2100),
    ]
    assert entry.posted_by == actor.name


def test_the_same_cause_and_kind_again_books_nothing(books, work_for, at, actor, cause):
    with work_for(books) as work:
        first = post(work, cause, at, actor)

    with work_for(books) as work:
        again = post(
            work, cause, at, actor, lines=(PostingLine("550000", 1), PostingLine("400000", -1))
        )

    assert again == first
    with work_for(books) as work:
        assert len(queries.entries_of(work.session, cause)) == 1


def test_another_kind_of_the_same_cause_is_another_entry(books, work_for, at, actor, cause):
    with work_for(books) as work:
        post(work, cause, at, actor, kind="issue")
        post(work, cause, at, actor, kind="fee")

    with work_for(books) as work:
        assert len(queries.entries_of(work.session, cause)) == 2


def test_many_entries_are_booked_in_order_and_a_replay_within_them_is_skipped(
    books, work_for, at, actor
):
    causes = [("test", new_id()) for _ in range(3)]
    entries = [NewEntry(DAY, "Sale", cause, "issue", SALE) for cause in [*causes, causes[0]]]

    with work_for(books) as work:
        ids = actions.post_entries(work, entries=entries, actor=actor, at=at)

    assert ids[0] == ids[3]
    assert len(set(ids)) == 3


def test_an_unknown_account_is_refused(books, work_for, at, actor, cause):
    with pytest.raises(AccountNotFound) as refusal, work_for(books) as work:
        post(work, cause, at, actor, lines=(PostingLine("999999", 1), PostingLine("400000", -1)))

    assert refusal.value.params["number"] == "999999"


def test_a_closed_account_takes_no_postings(books, work_for, at, actor, cause):
    with work_for(books) as work:
        account = actions.add_account(
            work, number="709000", names={"en": "Old"}, actor=actor, at=at
        )
    with work_for(books) as work:
        actions.change_account(
            work, account_id=account.id, changes={"archived": True}, actor=actor, at=at
        )

    with pytest.raises(AccountArchived), work_for(books) as work:
        post(work, cause, at, actor, lines=(PostingLine("400000", 1), PostingLine("709000", -1)))


def test_a_reversal_cancels_and_is_linked_both_ways(books, work_for, at, actor, cause):
    with work_for(books) as work:
        entry_id = post(work, cause, at, actor)

    with work_for(books) as work:
        reversal_id = actions.reverse_entry(
            work,
            entry_id=entry_id,
            booked_on=DAY + timedelta(days=1),
            text="Typing error",
            actor=actor,
            at=at,
            reason="wrong amount",
        )

    with work_for(books) as work:
        assert queries.get_entry(work.session, reversal_id).reverses_id == entry_id
        assert queries.get_entry(work.session, entry_id).reversed_by_id == reversal_id
        assert {row.balance_cents for row in queries.trial_balance(work.session)} == {0}
        assert queries.faults(work.session) == []


def test_an_entry_is_reversed_once_and_a_reversal_never(books, work_for, at, actor, cause):
    with work_for(books) as work:
        entry_id = post(work, cause, at, actor)
        again = {"booked_on": DAY, "text": "x", "actor": actor, "at": at}
        reversal_id = actions.reverse_entry(work, entry_id=entry_id, **again)

    with pytest.raises(EntryAlreadyReversed), work_for(books) as work:
        actions.reverse_entry(work, entry_id=entry_id, **again)
    with pytest.raises(ReversalOfReversal), work_for(books) as work:
        actions.reverse_entry(work, entry_id=reversal_id, **again)


def test_another_clusters_entry_is_not_found(books, meca, work_for, at, actor, cause):
    with work_for(books) as work:
        entry_id = post(work, cause, at, actor)

    with pytest.raises(EntryNotFound), work_for(meca) as work:
        actions.reverse_entry(work, entry_id=entry_id, booked_on=DAY, text="x", actor=actor, at=at)


def test_the_database_refuses_an_entry_that_does_not_balance(books, work_for, at):
    with pytest.raises(BooksUnbalanced), work_for(books) as work:
        account = queries.account_refs(work.session, ["400000"])["400000"]
        entry = bare_entry(at)
        work.session.add(entry)
        work.session.flush()
        for position, cents in enumerate((100, -99)):
            work.session.add(
                Posting(entry_id=entry.id, position=position, account_id=account.id, cents=cents)
            )


def test_the_database_refuses_an_entry_without_postings(books, work_for, at):
    with pytest.raises(BooksUnbalanced), work_for(books) as work:
        work.session.add(bare_entry(at))


def test_the_database_refuses_a_line_added_to_a_booked_entry(books, work_for, at, actor, cause):
    with work_for(books) as work:
        entry_id = post(work, cause, at, actor)

    with pytest.raises(BooksUnbalanced), work_for(books) as work:
        account = queries.account_refs(work.session, ["400000"])["400000"]
        work.session.add(Posting(entry_id=entry_id, position=9, account_id=account.id, cents=7))


@pytest.mark.parametrize("table", ["journal_entries", "postings"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET cluster_id = cluster_id", "DELETE FROM {}"])
def test_what_is_booked_cannot_be_changed(books, work_for, at, actor, cause, table, verb):
    with work_for(books) as work:
        post(work, cause, at, actor)

    with pytest.raises(ProgrammingError, match="permission denied"), work_for(books) as work:
        work.session.execute(text(verb.format(table)))


def test_a_taken_number_is_refused(books, work_for, at, actor):
    with pytest.raises(AccountNumberTaken) as refusal, work_for(books) as work:
        actions.add_account(work, number="400000", names={"en": "x"}, actor=actor, at=at)

    assert refusal.value.field == "number"


def test_a_role_is_played_by_one_account(books, work_for, at, actor):
    with pytest.raises(RoleTaken), work_for(books) as work:
        actions.add_account(
            work,
            number="551000",
            names={"en": "Second bank"},
            role=AccountRole.BANK,
            actor=actor,
            at=at,
        )


def test_an_account_that_plays_a_role_cannot_be_closed(books, work_for, at, actor):
    with work_for(books) as work:
        bank = next(row for row in queries.accounts(work.session) if row.role == "bank")

    with pytest.raises(RoleNeeded), work_for(books) as work:
        actions.change_account(
            work, account_id=bank.id, changes={"archived": True}, actor=actor, at=at
        )


def test_a_renumbered_account_keeps_its_role_and_its_postings(books, work_for, at, actor, cause):
    with work_for(books) as work:
        post(work, cause, at, actor)
        account = next(r for r in queries.accounts(work.session) if r.role == "receivable")

    with work_for(books) as work:
        actions.change_account(
            work, account_id=account.id, changes={"number": "120000"}, actor=actor, at=at
        )

    with work_for(books) as work:
        found = queries.role_accounts(work.session, AccountRole.RECEIVABLE)
        card = queries.account_card(work.session, "120000")
    assert found == {AccountRole.RECEIVABLE: "120000"}
    assert [row.cents for row in card.rows] == [12100]


def test_a_missing_role_is_named(smaak, work_for):
    with pytest.raises(RoleUnfilled) as refusal, work_for(smaak) as work:
        queries.role_accounts(work.session, AccountRole.CLEARING)

    assert refusal.value.params["role"] == "clearing"


def test_the_database_books_a_cause_once(books, work_for, at, actor, cause):
    with work_for(books) as work:
        post(work, cause, at, actor)

    with pytest.raises(EntryAlreadyPosted), work_for(books) as work:
        twin = bare_entry(at)
        twin.cause_type, twin.cause_id = cause
        work.session.add(twin)
