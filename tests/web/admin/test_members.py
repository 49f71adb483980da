"""The members list and the page of one organisation, through real requests."""

import io
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations.vocabulary import AddressData, AddressKind, Helix
from clusterorg.kernel import idempotency
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.queries import count_queries
from tests.support.web import sign_in
from tests.web.admin.conftest import Add, Opened

MEMBERS = "/c/smaakkust/admin/members"
PAGES = ("", "?status=everybody", "/new", ".csv", ".xlsx")


@pytest.mark.parametrize("page", PAGES)
def test_the_manager_sees_each_page(manager: FlaskClient, bakery: UUID, page: str) -> None:
    answer = manager.get(MEMBERS + page)

    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["", "/edit", "/archive", "/people/new", "/numbers/new"])
def test_the_manager_sees_each_page_of_one_organisation(
    manager: FlaskClient, bakery: UUID, page: str
) -> None:
    answer = manager.get(f"{MEMBERS}/{bakery}{page}")

    assert answer.status_code == 200
    assert "Bakkerij Ter Leyevelde nv" in answer.text


def test_a_viewer_reads_but_may_not_write(client: FlaskClient, smaak: Cast, bakery: UUID) -> None:
    sign_in(client, smaak, "viewer")

    codes = [client.get(f"{MEMBERS}/{bakery}{page}").status_code for page in ("", "/edit")]

    assert codes == [200, 403]
    assert "Add organisation" not in client.get(MEMBERS).text


def test_another_clusters_organisation_is_not_found(
    client: FlaskClient, meca: Cast, smaak: Cast, bakery: UUID
) -> None:
    sign_in(client, meca, "manager")

    theirs = client.get(f"{MEMBERS}/{bakery}")
    through_mine = client.get(f"/c/{meca.slug}/admin/members/{bakery}")

    assert (theirs.status_code, through_mine.status_code) == (404, 404)


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, smaak: Cast) -> None:
    answer = client.get(MEMBERS)

    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_the_list_is_searched_and_filtered_by_its_address(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    add(smaak, "Onderzoekscentrum VoedingsKade", helix=Helix.KNOWLEDGE)

    by_text = manager.get(f"{MEMBERS}?status=everybody&q=bakkerij").text
    by_helix = manager.get(f"{MEMBERS}?status=everybody&helix=knowledge").text

    assert "Bakkerij Ter Leyevelde" in by_text
    assert "VoedingsKade" not in by_text
    assert "VoedingsKade" in by_helix
    assert "Bakkerij Ter Leyevelde" not in by_helix


def test_the_list_is_filtered_by_a_region_with_all_that_lies_in_it(
    manager: FlaskClient, smaak: Cast, add: Add
) -> None:
    add(smaak, "Gentse Gist", addresses=(AddressData(postcode="9000", city="Gent"),))
    add(smaak, "Brugs Bier", addresses=(AddressData(postcode="8000", city="Brugge"),))

    answer = manager.get(f"{MEMBERS}?status=everybody&region=BE23&columns=nuts").text

    assert "Gentse Gist" in answer
    assert "Brugs Bier" not in answer
    assert "Ghent (arrondissement), BE234" in answer
    assert "Province of West Flanders, BE25" in answer  # the filter offers it all the same


def test_a_region_is_called_by_its_name_in_the_reader_s_language(
    manager: FlaskClient, smaak: Cast, add: Add
) -> None:
    addresses = (
        AddressData(kind=AddressKind.REGISTERED, postcode="9000", city="Gent"),
        AddressData(kind=AddressKind.VISITING, postcode="6211 LM", city="Maastricht", country="NL"),
    )
    made = add(smaak, "Gentse Gist", addresses=addresses)

    english = manager.get(f"{MEMBERS}/{made}").text
    french = manager.get(f"{MEMBERS}/{made}?lang=fr").text

    assert "Ghent (arrondissement), BE234" in english
    assert "Limburg (NL), NL42" in english
    assert english.count("The postcode tells no more.") == 1
    assert "Gand (arrondissement), BE234" in french


@pytest.mark.parametrize(
    "nonsense",
    [
        *("helix=x", "size=x", "tag=x", "status=x", "dues=x", "columns=x", "category=x"),
        *("region=x", "region=%"),
    ],
)
def test_a_filter_that_means_nothing_is_left_out(manager: FlaskClient, nonsense: str) -> None:
    answer = manager.get(f"{MEMBERS}?{nonsense}")

    assert answer.status_code == 200


def test_a_made_up_page_marker_is_refused(manager: FlaskClient) -> None:
    answer = manager.get(f"{MEMBERS}?cursor=zzz")

    assert answer.status_code == 422


def test_the_list_runs_as_many_queries_for_one_row_as_for_fifty(
    manager: FlaskClient,
    smaak: Cast,
    add: Add,
    bakery: UUID,
    platform: Platform,
) -> None:
    manager.get(f"{MEMBERS}?status=everybody")
    with count_queries(platform.bind) as for_one:
        manager.get(f"{MEMBERS}?status=everybody")
    for number in range(49):
        add(smaak, f"Bedrijf {number:02}", tags=("export",))

    with count_queries(platform.bind) as for_fifty:
        answer = manager.get(f"{MEMBERS}?status=everybody")

    assert "Bedrijf 48" in answer.text
    assert for_fifty.number == for_one.number


def test_the_export_holds_exactly_what_the_list_shows(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    add(smaak, "Onderzoekscentrum VoedingsKade", helix=Helix.KNOWLEDGE)
    asked = "?status=everybody&helix=business&columns=helix&columns=tags"

    answer = manager.get(f"{MEMBERS}.xlsx{asked}")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Name", "Helix", "Tags"],
        ["Bakkerij Ter Leyevelde nv", "Business", "export"],
    ]


def test_a_name_that_looks_like_a_formula_is_exported_as_text(
    manager: FlaskClient, smaak: Cast, add: Add
) -> None:
    add(smaak, "=HYPERLINK(1)")

    answer = manager.get(f"{MEMBERS}.csv?status=everybody")

    assert "'=HYPERLINK(1)" in answer.text


def test_an_organisation_is_added_with_its_first_parts(manager: FlaskClient, smaak: Cast) -> None:
    answer = manager.post(
        f"{MEMBERS}/new",
        data={
            "name": "Zuivelhuis Kempenkar bv",
            "helix": "business",
            "enterprise_number": "0001.000.187",
            "street": "Markt 1",
            "postcode": "2440",
            "city": "Geel",
            "country": "BE",
            "headcount": "96",
            "given_name": "Lien",
            "family_name": "Maes",
            "contact_email": "lien@kempenkar.example",
            "tags": "zuivel, export",
        },
        follow_redirects=True,
    )

    assert answer.status_code == 200
    for word in ("Zuivelhuis Kempenkar bv", "0001000187", "Geel", "Medium", "Lien Maes", "zuivel"):
        assert word in answer.text


def test_a_wrong_check_digit_is_shown_at_its_field_and_nothing_typed_is_lost(
    manager: FlaskClient, smaak: Cast
) -> None:
    typed = {"name": "Kempenkar", "helix": "business", "enterprise_number": "0001.000.188"}

    answer = manager.post(f"{MEMBERS}/new", data=typed)

    assert answer.status_code == 422
    assert 'id="enterprise_number-error"' in answer.text
    assert 'value="0001.000.188"' in answer.text
    assert 'value="Kempenkar"' in answer.text
    assert "Kempenkar" not in manager.get(f"{MEMBERS}?status=everybody").text


def test_a_wrong_vat_number_alone_is_shown_at_the_vat_number(
    manager: FlaskClient, smaak: Cast
) -> None:
    typed = {"name": "Kempenkar", "helix": "business", "vat_number": "BE0001000188"}

    answer = manager.post(f"{MEMBERS}/new", data=typed)

    assert 'id="vat_number-error"' in answer.text


def test_a_sub_group_of_another_helix_is_refused(manager: FlaskClient, smaak: Cast) -> None:
    typed = {"name": "Kempenkar", "helix": "business", "subgroup": "university"}

    answer = manager.post(f"{MEMBERS}/new", data=typed)

    assert answer.status_code == 422
    assert 'id="subgroup-error"' in answer.text


def test_a_form_sent_twice_adds_one_organisation(manager: FlaskClient, smaak: Cast) -> None:
    typed = {"name": "Kempenkar", "helix": "business", "once": uuid4().hex}

    first = manager.post(f"{MEMBERS}/new", data=typed)
    second = manager.post(f"{MEMBERS}/new", data=typed)

    assert second.location == first.location
    assert manager.get(f"{MEMBERS}?status=everybody").text.count(">Kempenkar<") == 1


def test_a_form_whose_answer_could_not_be_kept_has_done_nothing_and_may_be_sent_again(
    manager: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {"name": "Kempenkar", "helix": "business", "once": uuid4().hex}

    def die(*_: object, **__: object) -> None:
        raise RuntimeError("the process died here")

    with monkeypatch.context() as broken:
        broken.setattr(idempotency, "store_answer", die)
        first = manager.post(f"{MEMBERS}/new", data=typed)
    between = manager.get(f"{MEMBERS}?status=everybody").text
    second = manager.post(f"{MEMBERS}/new", data=typed)
    third = manager.post(f"{MEMBERS}/new", data=typed)

    assert first.status_code == 500
    assert ">Kempenkar<" not in between
    assert third.location == second.location
    assert manager.get(f"{MEMBERS}?status=everybody").text.count(">Kempenkar<") == 1


def test_a_change_shows_on_the_timeline_with_before_and_after(
    manager: FlaskClient, bakery: UUID
) -> None:
    typed = {"name": "Bakkerij Ter Leye nv", "helix": "business", "version": "1"}

    answer = manager.post(f"{MEMBERS}/{bakery}/edit", data=typed, follow_redirects=True)

    assert "Details changed" in answer.text
    assert "<del>Bakkerij Ter Leyevelde nv</del> → <ins>Bakkerij Ter Leye nv</ins>" in answer.text


def test_a_stale_edit_is_a_conflict_that_shows_both_and_loses_nothing(
    manager: FlaskClient, smaak: Cast, bakery: UUID, work_for: Opened, at: datetime
) -> None:
    with work_for(smaak) as work:
        actions.update_organisation(
            work,
            organisation_id=bakery,
            changed={"website": "https://theirs.example"},
            actor=smaak.actor(),
            at=at,
        )
    typed = {"name": "Mine", "helix": "business", "version": "1"}

    answer = manager.post(f"{MEMBERS}/{bakery}/edit", data=typed)

    assert answer.status_code == 409
    for shown in (
        "https://theirs.example",
        'value="Mine"',
        'name="version" type="hidden" value="2"',
    ):
        assert shown in answer.text


def test_after_a_conflict_the_same_form_can_be_sent_again(
    manager: FlaskClient, smaak: Cast, bakery: UUID, work_for: Opened, at: datetime
) -> None:
    change = {"organisation_id": bakery, "changed": {"note": "x"}, "actor": smaak.actor()}
    with work_for(smaak) as work:
        actions.update_organisation(work, **change, at=at)
    typed = {"name": "Mine", "helix": "business", "once": uuid4().hex}

    refused = manager.post(f"{MEMBERS}/{bakery}/edit", data={**typed, "version": "1"})
    saved = manager.post(f"{MEMBERS}/{bakery}/edit", data={**typed, "version": "2"})

    assert (refused.status_code, saved.status_code) == (409, 302)


def test_an_archived_organisation_leaves_the_list_and_comes_back(
    manager: FlaskClient, bakery: UUID
) -> None:
    manager.post(f"{MEMBERS}/{bakery}/archive", data={"reason": "closed"}, follow_redirects=True)
    gone = manager.get(f"{MEMBERS}?status=everybody").text

    manager.post(f"{MEMBERS}/{bakery}/restore", follow_redirects=True)

    assert "Bakkerij" not in gone
    assert "Bakkerij" in manager.get(f"{MEMBERS}?status=everybody").text


def test_an_organisation_that_is_not_archived_cannot_be_restored(
    manager: FlaskClient, bakery: UUID
) -> None:
    answer = manager.post(f"{MEMBERS}/{bakery}/restore", follow_redirects=True)

    assert 'role="alert"' in answer.text
