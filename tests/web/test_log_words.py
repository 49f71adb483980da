"""The audit log and timelines in words: sentences, who did it, and what changed."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from clusterorg.kernel.i18n import use_locale
from clusterorg.web.log_sentences import sentence, who
from clusterorg.web.log_values import changes, plain_changes

AN_ID = "0199a1b2-0000-7000-8000-000000000001"


def by(kind: str, name: str) -> str:
    return who(SimpleNamespace(actor_kind=kind, actor_name=name))


def test_an_unknown_verb_is_written_out() -> None:
    said = [sentence("organisation.added"), sentence("board.seat_given")]

    assert said == ["Added to the list", "Board seat given"]


def test_a_part_of_an_organisation_has_its_own_sentence() -> None:
    assert sentence("organisation.address.changed") == "Address changed"


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [
        ("person", "payment", "payment"),
        ("system", "payment", "automatically, after a payment"),
        ("system", "SmaakKust", "SmaakKust"),
        ("system", "command line (root)", "command line (root)"),
        ("public", "visitor", "a visitor"),
        ("public", "An Peeters", "An Peeters"),
    ],
)
def test_a_person_is_named_and_the_system_is_told_in_words(kind: str, name: str, told: str) -> None:
    assert by(kind, name) == told


def test_changes_of_a_member_are_told_in_words_and_technical_fields_left_out() -> None:
    told = plain_changes({"helix": "business", "sort_name": "a"}, {"helix": "knowledge", "x": 1})

    assert told == [("Helix", "Business", "Knowledge")]


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ({"amount_cents": 60_500}, ("Amount", "€605.00")),
        ({"method": "bank_transfer"}, ("Method", "Bank transfer")),
        ({"received_on": "2026-03-02"}, ("Received on", "2 Mar 2026")),
        ({"until": "2027-01-01"}, ("Until", "31 Dec 2026")),
        ({"state": "submitted"}, ("State", "submitted")),
        ({"rate_bp": 2100}, ("VAT rate", "21 %")),
        ({"headcount_centi": 1250}, ("Headcount", "12.5")),
        ({"shared": True}, ("Shared", "yes")),
        ({"names": {"nl": "Lid", "en": "Member"}}, ("Names", "Dutch: Lid, English: Member")),
        ({"organisations": [AN_ID, AN_ID]}, ("Organisations", "2")),
        ({"moved": {"organisation_sizes": [AN_ID]}}, ("Taken over", "Size figures: 1")),
        (
            {"identifiers": [{"scheme": "vat", "value": "BE0566988259"}]},
            ("Numbers", "Kind of number: VAT number, Number: BE0566988259"),
        ),
    ],
)
def test_a_value_is_written_as_people_write_it(
    app: Flask, after: dict[str, Any], told: tuple[str, str]
) -> None:
    with app.test_request_context("/"):
        found = changes(None, after)

    assert found == [(told[0], "", told[1])]


@pytest.mark.parametrize(
    "after", [{"reversal_id": AN_ID}, {"kept": AN_ID}, {"sha256": "ab12"}, {"payment_id": AN_ID}]
)
def test_an_id_is_left_out(app: Flask, after: dict[str, Any]) -> None:
    with app.test_request_context("/"):
        assert changes(None, after) == []


def test_what_an_import_kept_one_level_down_is_told_as_well(app: Flask) -> None:
    after = {"columns": {"city": "Gent"}, "line": 3}

    with app.test_request_context("/"):
        found = changes({"columns": {"city": "Brugge"}}, after)

    assert sorted(found) == [("Place", "Brugge", "Gent"), ("Row", "", "3")]


def test_a_refusal_names_a_state_in_the_readers_language() -> None:
    from clusterorg.domains.membership.errors import WrongApplicationState

    refusal = WrongApplicationState(state="more_information", verb="save")

    assert "“more information asked”" in refusal.text()
    with use_locale("nl"):
        assert "more" not in refusal.text()
