"""The cluster's own fields: made, changed and put away in the settings; filled in and shown."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.queries import count_queries
from tests.support.web import sign_in
from tests.web.admin.conftest import Add, Opened

ADMIN = "/c/smaakkust/admin"
FIELDS = f"{ADMIN}/settings/fields"
MEMBERS = f"{ADMIN}/members"
EVERYBODY = f"{MEMBERS}?status=everybody"
MARKETS: dict[str, Any] = {
    "key": "markets", "label": "Export markets", "kind": FieldKind.CHOICE,
    "choices": ("Europe", "World"),
}  # fmt: skip
KINDS = (
    MARKETS,
    {"key": "since", "label": "In the consortium since", "kind": FieldKind.DATE},
    {"key": "score", "label": "Score", "kind": FieldKind.NUMBER},
    {"key": "press", "label": "Newsletter", "kind": FieldKind.YES_NO},
    {"key": "motto", "label": "Motto", "kind": FieldKind.TEXT},
)
Make = Callable[..., UUID]


@pytest.fixture
def make(work_for: Opened, smaak: Cast, at: datetime) -> Make:
    """Make a field of SmaakKust: `make(**MARKETS)`."""

    def made(**facts: Any) -> UUID:
        with work_for(smaak) as work:
            definition = FieldDefinition(**facts)
            by = {"actor": smaak.actor(), "at": at}
            return actions.add_custom_field(work, definition=definition, **by).id

    return made


@pytest.fixture
def kinds(make: Make) -> None:
    """One field of each kind."""
    for facts in KINDS:
        make(**facts)


@pytest.fixture
def custom(work_for: Opened, smaak: Cast) -> Callable[[UUID], dict[str, Any]]:
    """Return what an organisation of SmaakKust has in its own fields."""

    def stored(organisation_id: UUID) -> dict[str, Any]:
        with work_for(smaak) as work:
            return dict(queries.get_organisation(work.session, organisation_id).custom)

    return stored


def edit(client: FlaskClient, organisation_id: UUID, **typed: str) -> Any:
    """Send the edit form of an organisation, with own fields given by their keys."""
    own = {f"custom.{key}": value for key, value in typed.items()}
    sent = {"name": "Bakkerij Ter Leyevelde nv", "helix": "business", **own}
    return client.post(f"{MEMBERS}/{organisation_id}/edit", data=sent)


def test_a_field_is_added_and_its_key_follows_from_its_name(manager: FlaskClient) -> None:
    typed = {"label": "Export markets", "kind": "choice", "choices": "Europe\n\nWorld\n"}

    answer = manager.post(f"{FIELDS}/new", data=typed, follow_redirects=True)

    for shown in ("The field Export markets is there.", "export_markets", "Europe · World"):
        assert shown in answer.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"key": "Not a key"}, "key"),
        ({"label": "!"}, "key"),
        ({"key": "markets"}, "key"),
        ({"kind": "choice", "choices": "only one"}, "choices"),
        ({"kind": "song"}, "kind"),
    ],
)
def test_a_field_that_cannot_be_is_refused_at_its_input_and_nothing_typed_is_lost(
    manager: FlaskClient, make: Make, typed: dict[str, str], field: str
) -> None:
    make(**MARKETS)
    sent = {"label": "Markets", "kind": "text", "choices": "mine", **typed}

    answer = manager.post(f"{FIELDS}/new", data=sent)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert sent["choices"] in answer.text
    assert "1 field" not in answer.text


def test_a_field_is_changed_and_shows_what_organisations_have(
    manager: FlaskClient, smaak: Cast, make: Make, add: Add
) -> None:
    field = make(**MARKETS)
    add(smaak, "Alfa", custom={"markets": "World"})
    typed = {"label": "Markets abroad", "choices": "Europe\nAsia", "required": "y", "version": "1"}

    saved = manager.post(f"{FIELDS}/{field}", data=typed, follow_redirects=True)
    shown = manager.get(f"{FIELDS}/{field}").text

    assert "Markets abroad" in saved.text
    assert "required" in saved.text
    assert "no longer offered" in shown


def test_a_stale_change_is_a_conflict_that_shows_both_and_can_be_sent_again(
    manager: FlaskClient, smaak: Cast, make: Make
) -> None:
    field = make(**MARKETS)
    choices = {"choices": "Europe\nWorld"}
    manager.post(f"{FIELDS}/{field}", data={"label": "Theirs", "version": "1", **choices})

    stale = manager.post(f"{FIELDS}/{field}", data={"label": "Mine", "version": "1", **choices})
    again = manager.post(f"{FIELDS}/{field}", data={"label": "Mine", "version": "2", **choices})

    assert stale.status_code == 409
    for shown in ("Theirs", 'value="Mine"', 'name="version" type="hidden" value="2"'):
        assert shown in stale.text
    assert 'href="#version"' not in stale.text
    assert again.status_code == 303


def test_a_field_is_archived_after_saying_what_follows_and_comes_back(
    manager: FlaskClient, smaak: Cast, make: Make, add: Add, bakery: UUID
) -> None:
    field = make(**MARKETS)
    add(smaak, "Alfa", custom={"markets": "World"})

    asked = manager.get(f"{FIELDS}/{field}/archive").text
    archived = manager.post(f"{FIELDS}/{field}/archive", follow_redirects=True).text
    without = manager.get(f"{MEMBERS}/{bakery}/edit").text
    restored = manager.post(f"{FIELDS}/{field}/restore", follow_redirects=True).text

    assert "The value of 1 organisation is kept." in asked
    assert "Take back into use" in archived
    assert "Export markets" not in without
    assert "The field Export markets is in use again." in restored
    assert "Export markets" in manager.get(f"{MEMBERS}/{bakery}/edit").text


def test_a_viewer_sees_fields_and_tags_but_may_not_change_them(
    client: FlaskClient, smaak: Cast, make: Make, bakery: UUID
) -> None:
    field = make(**MARKETS)
    sign_in(client, smaak, "viewer")

    listed = client.get(FIELDS)
    forms = [client.get(f"{FIELDS}{path}") for path in ("/new", f"/{field}", f"/{field}/archive")]

    assert listed.status_code == 200
    for offered in ("Add field", "Archive", "Delete", "Merge"):
        assert offered not in listed.text
    assert [answer.status_code for answer in forms] == [403] * 3
    assert client.post(f"{FIELDS}/{field}/restore").status_code == 403


def test_another_clusters_field_is_not_found(
    client: FlaskClient, meca: Cast, smaak: Cast, make: Make
) -> None:
    field = make(**MARKETS)
    sign_in(client, meca, "manager")
    theirs = f"/c/{meca.slug}/admin/settings/fields/{field}"

    codes = [client.get(theirs).status_code, client.get(f"{theirs}/archive").status_code]

    assert [*codes, client.post(f"{theirs}/restore").status_code] == [404] * 3


def test_the_page_runs_as_many_queries_for_one_field_and_tag_as_for_many(
    manager: FlaskClient, smaak: Cast, make: Make, add: Add, bakery: UUID, platform: Platform
) -> None:
    make(**MARKETS)
    manager.get(FIELDS)
    with count_queries(platform.bind) as for_one:
        manager.get(FIELDS)
    for number in range(9):
        make(key=f"f{number}", label=f"Field {number}", kind=FieldKind.TEXT)
        add(smaak, f"Firm {number}", custom={f"f{number}": "x"}, tags=(f"tag {number}",))

    with count_queries(platform.bind) as for_many:
        answer = manager.get(FIELDS)

    assert "Field 8" in answer.text
    assert "tag 8" in answer.text
    assert for_many.number == for_one.number


def test_each_kind_is_typed_kept_and_shown_as_people_write_it(
    manager: FlaskClient, kinds: None, bakery: UUID, custom: Any
) -> None:
    answer = edit(
        manager, bakery,
        markets="World", since="2024-05-01", score="7,5", press="no", motto=" Taste ",
    )  # fmt: skip

    assert answer.status_code == 302
    assert custom(bakery) == {
        "markets": "World", "since": "2024-05-01", "score": 7.5, "press": False, "motto": "Taste",
    }  # fmt: skip
    shown = manager.get(f"{MEMBERS}/{bakery}").text
    for word in ("World", "1 May 2024", "7.5", "<dd>no</dd>", "Taste"):
        assert word in shown


def test_saving_the_form_as_it_is_shown_changes_nothing(
    manager: FlaskClient, smaak: Cast, kinds: None, add: Add, custom: Any
) -> None:
    have = {
        "markets": "World", "since": "2024-05-01", "score": 2.125, "press": True, "motto": "2020-1",
    }  # fmt: skip
    firm = add(smaak, "Bakkerij Ter Leyevelde nv", custom=have)
    shown = manager.get(f"{MEMBERS}/{firm}/edit").text

    edit(manager, firm, markets="World", since="2024-05-01", score="2.1250", press="yes",
         motto="2020-1")  # fmt: skip

    for value in ('value="2.1250"', 'value="2024-05-01"', 'selected value="yes"'):
        assert value in shown
    assert custom(firm) == have
    assert "Details changed" not in manager.get(f"{MEMBERS}/{firm}").text


@pytest.mark.parametrize(
    ("key", "typed"),
    [("score", "much"), ("since", "soon"), ("markets", "Moon"), ("motto", "x" * 2001)],
)
def test_a_value_that_does_not_fit_is_refused_at_its_field(
    manager: FlaskClient, kinds: None, bakery: UUID, custom: Any, key: str, typed: str
) -> None:
    answer = edit(manager, bakery, **{key: typed})

    assert answer.status_code == 422
    assert f'id="custom.{key}-error"' in answer.text
    assert custom(bakery) == {}


def test_a_required_field_is_asked_for_at_its_field(
    manager: FlaskClient, make: Make, bakery: UUID
) -> None:
    make(**MARKETS, required=True)

    answer = edit(manager, bakery, markets="")

    assert answer.status_code == 422
    assert 'id="custom.markets-error"' in answer.text


def test_a_choice_that_is_no_longer_offered_stays_until_it_is_changed(
    manager: FlaskClient, smaak: Cast, make: Make, add: Add, custom: Any
) -> None:
    field = make(**MARKETS)
    firm = add(smaak, "Bakkerij Ter Leyevelde nv", custom={"markets": "World"})
    offered = {"label": "Export markets", "choices": "Europe\nAsia", "version": "1"}
    manager.post(f"{FIELDS}/{field}", data=offered)

    shown = manager.get(f"{MEMBERS}/{firm}/edit").text
    saved = edit(manager, firm, markets="World")

    assert "World (no longer offered)" in shown
    assert saved.status_code == 302
    assert custom(firm) == {"markets": "World"}


def test_the_timeline_and_the_log_name_the_field_by_its_label(
    manager: FlaskClient, smaak: Cast, make: Make, add: Add
) -> None:
    make(**KINDS[3])
    field = make(**MARKETS)
    firm = add(smaak, "Bakkerij Ter Leyevelde nv", custom={"markets": "World", "press": "yes"})
    edit(manager, firm, markets="Europe", press="yes")
    manager.post(f"{FIELDS}/{field}/archive")

    timeline = manager.get(f"{MEMBERS}/{firm}").text
    log = manager.get(f"{ADMIN}/settings/audit").text

    for page in (timeline, log):
        assert "Export markets: <del>World</del> → <ins>Europe</ins>" in page
        assert "Newsletter: <del>" not in page
    assert "Own field archived: Export markets" in log
    assert "markets: World" not in log


def test_the_list_is_narrowed_by_a_choice_and_by_yes_and_no_in_its_address(
    manager: FlaskClient, smaak: Cast, kinds: None, add: Add
) -> None:
    add(smaak, "Alfa", custom={"markets": "World", "press": "yes"})
    add(smaak, "Beta", custom={"markets": "Europe", "press": "no"})

    found = [
        [name for name in ("Alfa", "Beta") if f">{name}<" in manager.get(EVERYBODY + asked).text]
        for asked in (
            "&custom.markets=World",
            "&custom.markets=World&custom.markets=Europe",
            "&custom.press=false",
            "&custom.markets=World&custom.press=false",
            "&custom.markets=Moon",
        )
    ]

    assert found == [["Alfa"], ["Alfa", "Beta"], ["Beta"], [], ["Alfa", "Beta"]]


def test_the_export_has_the_fields_that_the_list_shows_typed(
    manager: FlaskClient, smaak: Cast, kinds: None, add: Add
) -> None:
    add(smaak, "Alfa", custom={"since": "2024-05-01", "score": "7,5", "press": "yes"})
    asked = "".join(f"&columns=custom.{facts['key']}" for facts in KINDS)

    answer = manager.get(f"{MEMBERS}.xlsx?status=everybody{asked}")

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    head, row = book.get_sheet_by_index(0).to_python()
    assert head == ["Name", *(facts["label"] for facts in KINDS)]
    assert [str(cell) for cell in row] == ["Alfa", "", "2024-05-01", "7.5", "True", ""]


def test_a_column_of_a_file_goes_to_a_field(
    manager: FlaskClient, smaak: Cast, make: Make, work_for: Opened
) -> None:
    make(**MARKETS)
    file = (io.BytesIO(b"Name,Helix,Export markets\nAlfa,business,world\n"), "list.csv")

    staged = manager.post(f"{ADMIN}/imports/new", data={"file": file, "encoding": ""})
    columns = manager.get(staged.location).text

    assert '<option value="custom.markets" selected>Export markets</option>' in columns
