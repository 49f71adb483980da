"""Amounts as people type them."""

import pytest

from clusterorg.kernel.i18n import use_locale
from clusterorg.web.fields import read_cents, write_cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1200", 120_000),
        ("1200,5", 120_050),
        ("1.200,50", 120_050),
        ("1,200.50", 120_050),
        ("1.200", 120_000),
        ("1 200,00", 120_000),
        ("€ 12", 1_200),
        (",50", 50),
        ("0", 0),
        ("-3,10", -310),
        ("1.000.000", 100_000_000),
    ],
)
def test_an_amount_is_read_in_the_manner_of_every_language(typed, cents):
    assert read_cents(typed) == cents


@pytest.mark.parametrize("typed", ["", "abc", "12,345,6", "1.2.3", "1200,123,", ".", "12..5"])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError):
        read_cents(typed)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1,200.50"), ("nl", "1.200,50"), ("de", "1.200,50")]
)
def test_an_amount_is_written_so_that_it_is_read_back(language, written):
    with use_locale(language):
        text = write_cents(120_050)

    assert text == written
    assert read_cents(text) == 120_050
