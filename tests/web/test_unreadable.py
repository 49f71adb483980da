"""What PostgreSQL cannot keep, or no form of ours has sent, is refused at the door."""

import pytest
from flask.testing import FlaskClient

from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.club import join_form, open_club
from tests.support.web import sign_in

JOIN = "/c/smaakkust/join"


@pytest.fixture(autouse=True)
def _club(platform: Platform, smaak: Cast) -> None:
    open_club(platform, smaak)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/c/sm%00/join", 404),
        (f"{JOIN}/preview?category=%00", 400),
        ("/c/smaakkust/admin/invoices?text=a%00b", 400),
        ("/c/smaakkust/admin/members?category=%00", 400),
        ("/c/smaakkust/admin/members?%00=a", 400),
    ],
)
def test_a_nul_in_an_address_is_refused(
    client: FlaskClient, smaak: Cast, address: str, status: int
) -> None:
    assert sign_in(client, smaak).get(address).status_code == status


@pytest.mark.parametrize("changed", [{"name": "a\0b"}, {"once": "a\0"}, {"once": "a" * 200}])
def test_a_form_that_no_browser_of_ours_sent_is_refused(client: FlaskClient, changed: dict) -> None:
    assert client.post(JOIN, data=join_form(**changed)).status_code == 400
    assert client.post(JOIN, data=join_form()).status_code == 302


def test_the_same_holds_for_the_form_that_asks_for_a_link(client: FlaskClient) -> None:
    assert client.post(f"{JOIN}/again", data={"email": "a\0b@x.example"}).status_code == 400
