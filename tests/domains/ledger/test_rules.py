"""The pure rules of double entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.domains.ledger import rules
from clusterorg.domains.ledger.chart import DEFAULT_CHART
from clusterorg.domains.ledger.errors import (
    AccountNamesMissing,
    AccountNumberInvalid,
    EntryTooShort,
    EntryUnbalanced,
    PostingEmpty,
)
from clusterorg.domains.ledger.vocabulary import AccountKind, AccountRole, PostingLine
from clusterorg.kernel.i18n import LANGUAGES

CENTS = st.integers(-(10**12), 10**12)


def test_one_line_is_no_entry():
    with pytest.raises(EntryTooShort) as refusal:
        rules.check_lines([PostingLine("400000", 1)])

    assert refusal.value.field == "lines"


def test_a_posting_of_nought_is_refused_at_its_line():
    lines = [PostingLine("400000", 5), PostingLine("700000", -5), PostingLine("451000", 0)]

    with pytest.raises(PostingEmpty) as refusal:
        rules.check_lines(lines)

    assert refusal.value.field == "lines.2.cents"


def test_debit_and_credit_that_differ_are_refused_with_the_difference():
    with pytest.raises(EntryUnbalanced) as refusal:
        rules.check_lines([PostingLine("400000", 100), PostingLine("700000", -99)])

    assert refusal.value.params["cents"] == 1


@given(st.lists(st.tuples(st.sampled_from(["400000", "700000", "451000"]), CENTS), max_size=8))
def test_gathering_keeps_the_sum_per_account(pairs):
    lines = [PostingLine(number, cents) for number, cents in pairs]

    gathered = rules.gathered(lines)

    for number in {line.account for line in lines}:
        before = sum(line.cents for line in lines if line.account == number)
        assert sum(line.cents for line in gathered if line.account == number) == before
    assert all(line.cents for line in gathered)


@given(st.lists(CENTS.filter(bool), min_size=1, max_size=8))
def test_an_entry_and_its_reversal_come_to_nought(amounts):
    lines = [PostingLine("400000", cents) for cents in amounts]

    assert sum(line.cents for line in [*lines, *rules.turned(lines)]) == 0


@pytest.mark.parametrize("number", ["", "7", "70000O", "12345678901", "٧٠"])
def test_an_account_number_that_is_not_two_to_ten_digits_is_refused(number):
    with pytest.raises(AccountNumberInvalid):
        rules.check_number(number)


def test_an_account_without_any_name_is_refused():
    with pytest.raises(AccountNamesMissing):
        rules.check_names({"en": "  ", "it": "Banca"})


@pytest.mark.parametrize("line", DEFAULT_CHART, ids=lambda line: line.number)
def test_the_default_chart_is_named_in_four_languages_and_classed_as_its_number_says(line):
    assert set(line.names) == set(LANGUAGES)
    assert all(line.names.values())
    assert rules.kind_of_number(line.number) is line.kind


def test_every_role_is_played_once_in_the_default_chart():
    roles = [line.role for line in DEFAULT_CHART if line.role]

    assert sorted(roles) == sorted(AccountRole)


def test_assets_and_expenses_grow_by_debit():
    growing = [kind for kind in AccountKind if rules.grows_by_debit(kind)]

    assert growing == [AccountKind.ASSET, AccountKind.EXPENSE]
