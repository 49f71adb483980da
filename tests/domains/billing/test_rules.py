"""Pure rules: references, VAT, totals, shares, standing."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649
from stdnum.be import ogm_vcs

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.errors import (
    AmountInvalid,
    AmountTooLarge,
    BuyerVatNumberMissing,
    DueBeforeIssue,
    NoLines,
    QuantityInvalid,
    SellerVatNumberMissing,
    SharesExceedPayment,
    TotalNegative,
    VatCategoriesMixed,
    VatRateInvalid,
    VatReasonMissing,
)
from clusterorg.domains.billing.rules.numbers import LAST_BASE
from clusterorg.domains.billing.vocabulary import (
    AttemptState,
    DocumentKind,
    InvoiceState,
    NewLine,
    ReferenceKind,
    Share,
    VatCategory,
    VatDecision,
)

S21 = VatDecision(VatCategory.STANDARD, 2100)
S6 = VatDecision(VatCategory.STANDARD, 600)
EXEMPT = VatDecision(VatCategory.EXEMPT, 0, "VATEX-EU-132-1L", {"en": "Exempt"})
DAY, DUE = date(2026, 3, 2), date(2026, 4, 1)
BASES = st.integers(1, LAST_BASE)
CENTS = st.integers(0, 10**9)


@given(BASES)
def test_a_structured_communication_has_right_check_digits_and_no_double_nought(base):
    reference = rules.payment_reference(ReferenceKind.OGM, base)

    assert ogm_vcs.is_valid(reference)
    assert int(reference[10:]) == (base % 97 or 97)


@given(BASES)
def test_a_creditor_reference_is_valid_by_iso_11649(base):
    assert iso11649.is_valid(rules.payment_reference(ReferenceKind.RF, base))


@given(BASES, st.sampled_from(ReferenceKind))
def test_a_printed_reference_is_read_back(base, kind):
    reference = rules.payment_reference(kind, base)

    assert rules.read_reference(rules.shown_reference(reference)) == reference


@given(BASES, BASES)
def test_two_bases_never_make_one_reference(one, other):
    made = {rules.payment_reference(ReferenceKind.OGM, base) for base in (one, other)}

    assert len(made) == len({one, other})


@pytest.mark.parametrize("base", [0, -1, LAST_BASE + 1])
def test_a_base_out_of_range_makes_no_reference(base):
    with pytest.raises(ValueError, match="one to ten digits"):
        rules.payment_reference(ReferenceKind.OGM, base)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("+++090/9337/55493+++", "090933755493"),
        ("***090/9337/55493***", "090933755493"),
        (" 090 9337 55493 ", "090933755493"),
        ("+++000/0000/09797+++", "000000009797"),
        ("090933755494", None),
        ("RF18 5390 0754 7034", "RF18539007547034"),
        ("rf18539007547034", "RF18539007547034"),
        ("RF19539007547034", None),
        ("invoice 12", None),
        ("", None),
    ],
)
def test_references_are_read_as_people_and_banks_write_them(typed, read):
    assert rules.read_reference(typed) == read


def test_a_document_number_sorts_as_text():
    numbers = [rules.document_number(DocumentKind.INVOICE, 2026, n) for n in (1, 42, 99999)]

    assert numbers == ["INV-2026-00001", "INV-2026-00042", "INV-2026-99999"] == sorted(numbers)


@given(st.lists(st.tuples(st.sampled_from([S21, S6, EXEMPT]), CENTS), min_size=1, max_size=20))
def test_vat_is_rounded_once_per_rate_on_the_summed_base(nets):
    sums = rules.totals(nets)

    for group in sums.groups:
        exact = Fraction(group.base_cents * group.rate_bp, 10_000)
        assert abs(group.vat_cents - exact) <= Fraction(1, 2)
        if exact - int(exact) == Fraction(1, 2):
            assert group.vat_cents == int(exact) + 1
    assert sums.net_cents == sum(net for _decision, net in nets)
    assert sums.gross_cents == sums.net_cents + sum(group.vat_cents for group in sums.groups)


def test_three_lines_of_a_third_of_a_euro_bear_the_vat_of_one_euro():
    sums = rules.totals([(S21, 33), (S21, 33), (S21, 34)])

    assert (sums.vat_cents, sums.gross_cents) == (21, 121)


def test_half_a_cent_of_vat_is_rounded_up():
    assert rules.totals([(S21, 50)]).vat_cents == 11


@given(
    st.lists(st.tuples(st.sampled_from([S21, S6, EXEMPT]), st.integers(1, 10**7)), min_size=1),
    st.lists(st.sampled_from(["700000", "730000"]), min_size=40, max_size=40),
)
def test_what_an_invoice_books_balances(nets, accounts):
    sums = rules.totals(nets)
    revenues = [(account, net) for account, (_d, net) in zip(accounts, nets, strict=False)]
    rest = sum(net for _d, net in nets[len(revenues) :])

    lines = rules.posting_lines(
        sums,
        [*revenues, ("740000", rest)],
        receivable="400000",
        vat_due="451000",
        payer_id=UUID(int=1),
    )

    assert sum(line.cents for line in lines) == 0
    assert lines[0].cents == sums.gross_cents


def test_a_document_of_nought_books_nothing():
    sums = rules.totals([(EXEMPT, 0)])

    lines = rules.posting_lines(
        sums, [("730000", 0)], receivable="400000", vat_due="451000", payer_id=UUID(int=1)
    )

    assert lines == []


def test_a_document_below_nought_is_refused():
    with pytest.raises(TotalNegative):
        rules.totals([(S21, 100), (S21, -101)])


@pytest.mark.parametrize("quantity", ["0", "-1", "1.0001", "NaN", "Infinity", "1000001"])
def test_a_quantity_that_is_none_is_refused_at_its_line(quantity):
    bad = NewLine("dues", "x", 1, Decimal(quantity))

    with pytest.raises(QuantityInvalid) as refusal:
        rules.check_order([NewLine("dues", "x", 1), bad], DAY, DUE)

    assert refusal.value.field == "lines.1.quantity"


@pytest.mark.parametrize("quantity", ["1", "0.001", "1000", "1E+2", "2.500"])
def test_usual_quantities_pass(quantity):
    rules.check_order([NewLine("dues", "x", 1, Decimal(quantity))], DAY, DUE)


def test_an_order_without_lines_is_refused():
    with pytest.raises(NoLines):
        rules.check_order([], DAY, DUE)


def test_an_order_due_before_its_date_is_refused():
    with pytest.raises(DueBeforeIssue):
        rules.check_order([NewLine("dues", "x", 1)], DUE, DAY)


def test_an_amount_beyond_the_books_is_refused():
    with pytest.raises(AmountTooLarge):
        rules.check_order([NewLine("dues", "x", 10**12)], DAY, DUE)


def test_a_line_is_rounded_to_whole_cents_half_up():
    assert rules.line_net(NewLine("dues", "x", 333, Decimal("1.5"))) == 500
    assert rules.line_net(NewLine("dues", "x", -333, Decimal("1.5"))) == -500


@pytest.mark.parametrize(
    "decision",
    [
        VatDecision(VatCategory.STANDARD, 0),
        VatDecision(VatCategory.EXEMPT, 2100, None, {"en": "x"}),
        VatDecision(VatCategory.STANDARD, 21000),
        VatDecision(VatCategory.ZERO, -1),
    ],
)
def test_a_rate_that_does_not_fit_its_category_is_refused(decision):
    with pytest.raises(VatRateInvalid):
        rules.check_vat(decision)


@pytest.mark.parametrize("category", ["E", "AE", "O"])
def test_a_sale_without_vat_must_say_why(category):
    with pytest.raises(VatReasonMissing):
        rules.check_vat(VatDecision(VatCategory(category), 0, None, {"nl": " "}))


def test_reverse_charge_and_out_of_scope_get_their_one_code():
    codes = [
        rules.check_vat(VatDecision(category, 0, None, {"en": "x"})).vatex_code
        for category in (VatCategory.REVERSE_CHARGE, VatCategory.OUT_OF_SCOPE)
    ]

    assert codes == ["VATEX-EU-AE", "VATEX-EU-O"]


def test_the_legal_text_falls_back_to_a_language_that_has_it():
    decision = VatDecision(VatCategory.EXEMPT, 0, None, {"nl": "Vrijgesteld"})

    assert rules.legal_text(decision, "de") == "Vrijgesteld"
    assert rules.legal_text(S21, "de") is None


def check_vat_of(*categories, seller="BE0001000187", buyer=None):
    rules.check_document_vat(
        [VatCategory(c) for c in categories],
        seller_vat_number=seller,
        buyer_vat_number=buyer,
        buyer_name="Baker",
    )


def test_out_of_scope_stands_alone():
    check_vat_of("O", seller=None)
    check_vat_of("E", "S")

    with pytest.raises(VatCategoriesMixed):
        check_vat_of("O", "S")


def test_a_seller_without_a_vat_number_charges_no_vat():
    with pytest.raises(SellerVatNumberMissing):
        check_vat_of("S", seller=None)


def test_reverse_charge_needs_the_buyers_vat_number():
    check_vat_of("AE", buyer="NL000099998B57")

    with pytest.raises(BuyerVatNumberMissing) as refusal:
        check_vat_of("AE")

    assert refusal.value.params["name"] == "Baker"


ITEMS = st.lists(st.integers(-100, 10**6), max_size=6).map(
    lambda opens: [(UUID(int=i), cents) for i, cents in enumerate(opens)]
)


@given(st.integers(0, 10**7), ITEMS)
def test_shares_and_surplus_add_up_to_the_amount(cents, items):
    shares, surplus = rules.fill(cents, items)

    assert sum(share.cents for share in shares) + surplus == cents
    opens = dict(items)
    assert all(0 < share.cents <= opens[share.invoice_id] for share in shares)


@given(st.integers(0, 10**7), ITEMS)
def test_chosen_shares_that_fill_found_are_accepted(cents, items):
    shares, surplus = rules.fill(cents, items)

    assert rules.check_shares(cents, shares) == surplus


def test_shares_beyond_the_payment_are_refused():
    with pytest.raises(SharesExceedPayment):
        rules.check_shares(99, [Share(UUID(int=1), 100)])


@pytest.mark.parametrize(
    "shares",
    [
        [Share(UUID(int=1), 0)],
        [Share(UUID(int=1), -5)],
        [Share(UUID(int=1), 1), Share(UUID(int=1), 1)],
    ],
)
def test_shares_of_nought_or_twice_the_same_invoice_are_refused(shares):
    with pytest.raises(AmountInvalid):
        rules.check_shares(100, shares)


@pytest.mark.parametrize(
    ("gross", "paid", "credited", "state"),
    [
        (100, 0, 0, InvoiceState.OPEN),
        (100, 1, 0, InvoiceState.PART_PAID),
        (100, 100, 0, InvoiceState.PAID),
        (100, 0, 100, InvoiceState.CREDITED),
        (100, 60, 40, InvoiceState.PAID),
        (100, 0, 40, InvoiceState.PART_PAID),
        (0, 0, 0, InvoiceState.PAID),
    ],
)
def test_an_invoices_state_follows_from_its_sums(gross, paid, credited, state):
    assert rules.standing(gross, paid, credited) is state


def test_an_invoice_is_overdue_the_day_after_it_was_due():
    assert not rules.is_overdue(1, DUE, DUE)
    assert rules.is_overdue(1, DAY, DUE)
    assert not rules.is_overdue(0, DAY, DUE)


@given(st.lists(st.sampled_from(AttemptState), max_size=12))
def test_an_attempt_never_moves_back_and_success_is_final(news):
    state, seen = AttemptState.CREATED, []

    for wanted in news:
        if rules.may_move(state, wanted):
            state = wanted
        seen.append(state)

    if AttemptState.SUCCEEDED in seen:
        assert seen[-1] is AttemptState.SUCCEEDED
