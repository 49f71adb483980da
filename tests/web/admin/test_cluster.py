"""The cluster's details, logo, second factor and audit log over HTTP."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image

from clusterorg.domains.identity import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.web import sign_in

SETTINGS = "/c/smaakkust/admin/settings"
DETAILS = f"{SETTINGS}/cluster"
LOGO = f"{SETTINGS}/cluster/logo"
SECURITY = f"{SETTINGS}/security"
AUDIT = f"{SETTINGS}/audit"


def filled_in(smaak: Cast, **changes) -> dict:
    names = (
        "name legal_name legal_form enterprise_number vat_status vat_number street postcode city "
        "country email phone website time_zone languages default_language colour iban bic version"
    )
    given = {name: getattr(smaak.cluster, name) for name in names.split()}
    return {**{name: value or "" for name, value in given.items()}, **changes}


def stored(platform: Platform, smaak: Cast):
    with platform.session(smaak.id) as session:
        return queries.get_cluster(session, smaak.id)


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32)) -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", size, "#336699").save(made, kind)
    made.seek(0)
    return made


def test_an_owner_changes_the_details(client: FlaskClient, platform: Platform, smaak: Cast):
    sign_in(client, smaak, "owner")
    assert 'value="Havenlaan 12"' in client.get(DETAILS).text

    answer = client.post(DETAILS, data=filled_in(smaak, city="Brugge", colour="#aa3300"))

    assert answer.location == DETAILS
    assert (stored(platform, smaak).city, stored(platform, smaak).colour) == ("Brugge", "#aa3300")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Fill this in."),
        ("enterprise_number", "0001000188", "This enterprise number is not right."),
        ("vat_number", "BE0001000188", "This VAT number is not right."),
        ("vat_number", "", "An organisation that is liable for VAT has a VAT number."),
        ("iban", "BE00", "This account number is not right."),
        ("bic", "X", "This BIC is not right."),
        ("website", "javascript:alert(1)", "Write the whole address"),
        ("email", "x", "This is not an e-mail address."),
        ("country", "B1", "Not a valid choice"),
        ("colour", "red", "Write the colour like #1d6f5c."),
        ("languages", [], "Fill this in."),
        ("default_language", "de", "must be one of the cluster"),
        ("time_zone", "Mars/Base", "Not a valid choice"),
        ("vat_status", "maybe", "Not a valid choice"),
    ],
)
def test_a_wrong_detail_is_refused_at_its_field(
    client: FlaskClient, platform: Platform, smaak: Cast, field: str, value: str, words: str
):
    sign_in(client, smaak, "owner")
    answer = client.post(DETAILS, data=filled_in(smaak, city="Brugge", **{field: value}))

    assert answer.status_code == 422
    assert words in answer.text
    assert stored(platform, smaak).city == "Oostende"


def test_a_stale_edit_is_refused(client: FlaskClient, platform: Platform, smaak: Cast):
    sign_in(client, smaak, "owner")
    client.post(DETAILS, data=filled_in(smaak, city="Brugge"))

    answer = client.post(DETAILS, data=filled_in(smaak, city="Gent"))

    assert answer.status_code == 422
    assert "Someone changed this in the meantime." in answer.text
    assert stored(platform, smaak).city == "Brugge"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_as_png(
    client: FlaskClient, platform: Platform, smaak: Cast, kind: str
):
    sign_in(client, smaak, "owner")
    answer = client.post(LOGO, data={"logo": (picture(kind), "logo.bin")})

    with platform.session(smaak.id) as session:
        kept = queries.logo(session)
    assert answer.location == LOGO
    assert kept.png.startswith(b"\x89PNG")
    assert (kept.width, kept.height) == (64, 32)
    assert "64 × 32 pixels" in client.get(LOGO).text

    client.post(f"{LOGO}/remove")
    with platform.session(smaak.id) as session:
        assert queries.logo(session) is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not a picture"),
        (io.BytesIO(b"x" * (1024 * 1024 + 1)), "larger than 1 MB"),
        (io.BytesIO(b""), "not a picture"),
    ],
)
def test_what_is_no_small_picture_is_refused(client: FlaskClient, smaak: Cast, content, words):
    sign_in(client, smaak, "owner")
    answer = client.post(LOGO, data={"logo": (io.BytesIO(content.getvalue()), "logo.png")})

    assert answer.status_code == 422
    assert words in answer.text


def test_a_picture_that_is_too_wide_is_refused(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner")
    answer = client.post(LOGO, data={"logo": (picture(size=(2001, 10)), "logo.png")})

    assert answer.status_code == 422
    assert "2001 × 10 pixels" in answer.text


def test_no_picture_is_no_logo(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner")

    assert "Choose a picture." in client.post(LOGO, data={}).text


def test_the_second_factor_can_be_required_and_says_who_has_none(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    sign_in(client, smaak, "owner")
    assert "4 colleagues have none yet" in client.get(SECURITY).text

    client.post(SECURITY, data={"requires_second_factor": "y"})

    assert stored(platform, smaak).requires_second_factor is True
    assert client.get(SECURITY).location.startswith("/account/second-factor/set-up")


def test_the_audit_log_tells_who_did_what_page_by_page(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    for n in range(51):
        with platform.unit_of_work(smaak.id) as work:
            actions.update_cluster(
                work, changes={"city": f"Town {n}"}, actor=smaak.actor("owner"), at=now()
            )
    sign_in(client, smaak, "manager")
    first = client.get(AUDIT)

    assert "Owner Smaakkust" in first.text
    assert "<ins>Town 50</ins>" in first.text
    assert "<ins>Town 0</ins>" not in first.text
    marker = first.text.split("cursor=")[1].split('"')[0]
    assert "<ins>Town 0</ins>" in client.get(f"{AUDIT}?cursor={marker}").text
    assert client.get(f"{AUDIT}?cursor=nonsense").status_code == 422


@pytest.mark.parametrize("role", ["manager", "finance", "viewer"])
def test_only_owners_change_the_cluster(client: FlaskClient, smaak: Cast, role: str):
    sign_in(client, smaak, role)

    for path in (DETAILS, LOGO, SECURITY):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    assert client.get(AUDIT).status_code == (200 if role == "manager" else 403)


def test_to_another_clusters_owner_none_of_it_exists(client: FlaskClient, smaak: Cast, meca: Cast):
    sign_in(client, meca, "owner")

    for path in (DETAILS, LOGO, SECURITY, AUDIT):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)
