"""Money, dates and numbers as the reader's language writes them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from clusterorg.kernel.i18n import use_locale
from clusterorg.web.looks import formats


@pytest.mark.parametrize(
    ("language", "written"), [("en", "€1,200.50"), ("nl", "€ 1.200,50"), ("fr", "1 200,50 €")]
)
def test_money_follows_the_language(language: str, written: str) -> None:
    with use_locale(language):
        text = formats.money(120050)

    assert " ".join(text.split()) == written


def test_what_is_not_known_is_a_dash_and_nought_is_not() -> None:
    written = [formats.money(None), formats.day(None), formats.number(None), formats.money(0)]

    assert written == ["–", "–", "–", "€0.00"]


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "€1,201"), ("nl", "€ 1.201"), ("fr", "1 201 €"), ("de", "1.201 €")],
)
def test_round_money_leaves_the_cents_out_and_the_sign_in_its_place(
    language: str, written: str
) -> None:
    with use_locale(language):
        text = formats.round_money(120050)

    assert " ".join(text.split()) == written


def test_round_money_below_nought_keeps_the_locales_minus() -> None:
    with use_locale("nl"):
        text = formats.round_money(-120049)

    assert " ".join(text.split()) == "€ -1.200"


def test_a_field_for_money_has_the_sign_where_the_language_puts_it() -> None:
    first = {}
    for language in ("en", "nl", "fr", "de"):
        with use_locale(language):
            first[language] = formats.sign_first()

    assert first == {"en": True, "nl": True, "fr": False, "de": False}


def test_a_percentage_of_nothing_is_a_dash() -> None:
    written = [formats.percent(1, 0), formats.percent(97, 108, 1), formats.percent(97, 108)]

    assert written == ["–", "89.8 %", "90 %"]


def test_a_date_is_written_with_the_name_of_the_month() -> None:
    with use_locale("de"):
        written = formats.day(date(2026, 3, 2))

    assert written == "2. März 2026"


def test_the_day_of_a_moment_is_the_day_where_the_cluster_is(app: Flask) -> None:
    late_in_london = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)

    with app.test_request_context("/"):
        written = formats.day(late_in_london)

    assert written == "1 Apr 2026"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("SmaakKust vzw", "SK"), ("MécaVallée asbl", "MV"), ("Energy Commons", "EC"), ("", "?")],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    found = formats.initials(name)

    assert found == letters
