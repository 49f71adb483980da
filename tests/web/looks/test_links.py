"""Addresses that keep the filters and drop the page marker."""

import pytest
from flask import Flask

from clusterorg.web.looks import links


@pytest.fixture
def plain() -> Flask:
    """An app without any of ours: links need a request and nothing else."""
    made = Flask(__name__)
    made.add_url_rule("/known", "known", lambda: "")
    return made


@pytest.mark.parametrize(
    ("now", "changes", "then"),
    [
        ("/m?q=a&cursor=x", {"helix": "business"}, "/m?q=a&helix=business"),
        ("/m?q=a", {"q": None}, "/m"),
        ("/m?tag=a&tag=b", {"tag": ["b", "c"]}, "/m?tag=b&tag=c"),
        ("/m?q=a", {"cursor": "n"}, "/m?q=a&cursor=n"),
        ("/m?q=a%26b", {}, "/m?q=a%26b"),
    ],
)
def test_the_present_address_is_changed_in_part(
    plain: Flask, now: str, changes: dict, then: str
) -> None:
    with plain.test_request_context(now):
        made = links.here(**changes)

    assert made == then


def test_a_chip_adds_its_value_and_takes_it_away_again(plain: Flask) -> None:
    with plain.test_request_context("/m?tag=a"):
        made = [links.toggled("tag", "b"), links.toggled("tag", "a")]

    assert made == ["/m?tag=a&tag=b", "/m"]


def test_a_door_that_does_not_exist_is_no_link(plain: Flask) -> None:
    with plain.test_request_context("/"):
        made = [links.door("known"), links.door("unknown")]

    assert made == ["/known", None]
