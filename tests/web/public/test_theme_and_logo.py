"""A cluster's style sheet and logo, for anybody."""

from flask.testing import FlaskClient

from tests.support.cast import Cast


def test_anybody_gets_the_style_sheet_of_the_clusters_colour(
    client: FlaskClient, smaak: Cast
) -> None:
    answer = client.get(f"/c/{smaak.slug}/theme.css")

    assert answer.mimetype == "text/css"
    assert "--brand: #1d6f5c" in answer.text
    assert "max-age" in answer.headers["Cache-Control"]


def test_a_cluster_without_a_logo_gets_a_plate_with_its_initials(
    client: FlaskClient, smaak: Cast
) -> None:
    answer = client.get(f"/c/{smaak.slug}/logo")

    assert answer.mimetype == "image/svg+xml"
    assert ">SK</text>" in answer.text


def test_a_cluster_that_does_not_exist_has_no_style_sheet(client: FlaskClient) -> None:
    answer = client.get("/c/nowhere/theme.css")

    assert answer.status_code == 404
