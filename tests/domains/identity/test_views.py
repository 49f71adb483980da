"""Saved views: one's own and shared ones, named, renamed, overwritten, deleted, opened with."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import (
    NameMissing,
    SharingForbidden,
    TooLong,
    TooManyViews,
    ViewNameTaken,
    ViewNeedsPerson,
    ViewNotFound,
    ViewTooLarge,
)
from clusterorg.domains.identity.models import DefaultView, SavedView
from clusterorg.domains.identity.rules.views import MOST_VALUES, MOST_VIEWS
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel import audit
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast

ASKED = {"helix": ["business"], "columns": ["city", "tags"]}
PROGRAM = ViewKeeper(None, shares=True)


def keeper(cast: Cast, role: str = "manager", *, shares: bool = True) -> ViewKeeper:
    return ViewKeeper(cast.people[role].id, shares)


def save(platform: Platform, cast: Cast, role: str = "manager", **changes: Any) -> UUID:
    facts = {"list_key": "members", "name": "Food", "arguments": ASKED, "shared": False,
             "by": keeper(cast, role)}  # fmt: skip
    with platform.unit_of_work(cast.id) as work:
        return actions.save_view(work, actor=cast.actor(role), at=AT, **{**facts, **changes}).id


def seen(platform: Platform, cast: Cast, role: str = "manager", list_key: str = "members") -> Any:
    with platform.session(cast.id) as session:
        return queries.saved_views(session, list_key, keeper(cast, role))


def do(platform: Platform, cast: Cast, action: Any, role: str = "manager", **facts: Any) -> Any:
    facts = {"by": keeper(cast, role), **facts}
    with platform.unit_of_work(cast.id) as work:
        return action(work, actor=cast.actor(role), at=AT, **facts)


def test_a_view_is_its_owners_alone(platform: Platform, smaak: Cast) -> None:
    save(platform, smaak)

    (mine,) = seen(platform, smaak)

    assert (mine.name, mine.arguments, mine.shared, mine.is_default) == (
        "Food",
        ASKED,
        False,
        False,
    )
    assert seen(platform, smaak, "viewer") == []
    assert seen(platform, smaak, list_key="invoices") == []


def test_a_shared_view_is_everybodys_in_the_cluster_and_stands_after_ones_own(
    platform: Platform, smaak: Cast, meca: Cast
) -> None:
    save(platform, smaak, shared=True, name="All export")
    save(platform, smaak, name="Zuivel")

    assert [view.name for view in seen(platform, smaak)] == ["Zuivel", "All export"]
    assert [view.name for view in seen(platform, smaak, "viewer")] == ["All export"]
    assert seen(platform, meca) == []


def test_sharing_needs_the_right_to(platform: Platform, smaak: Cast) -> None:
    with pytest.raises(SharingForbidden):
        save(platform, smaak, "viewer", shared=True, by=keeper(smaak, "viewer", shares=False))

    assert seen(platform, smaak) == []


@pytest.mark.parametrize("action", [actions.delete_view, actions.change_view])
def test_a_shared_view_is_changed_only_by_who_may_share(
    platform: Platform, smaak: Cast, action: Any
) -> None:
    view_id = save(platform, smaak, shared=True)
    more = {"version": 1, "name": "Mine"} if action is actions.change_view else {}

    with pytest.raises(SharingForbidden):
        do(platform, smaak, action, "viewer", view_id=view_id, **more,
           by=keeper(smaak, "viewer", shares=False))  # fmt: skip


@pytest.mark.parametrize(
    ("action", "more"),
    [
        (actions.delete_view, {}),
        (actions.change_view, {"version": 1, "name": "Mine"}),
        (actions.choose_default_view, {"chosen": True}),
    ],
)
def test_somebody_elses_own_view_is_not_found(
    platform: Platform, smaak: Cast, meca: Cast, action: Any, more: dict[str, Any]
) -> None:
    view_id = save(platform, smaak)

    for cast, role in ((smaak, "owner"), (meca, "manager")):
        with pytest.raises(ViewNotFound):
            do(platform, cast, action, role, view_id=view_id, **more)
    with pytest.raises(ViewNotFound):
        do(platform, smaak, action, view_id=view_id, **more, by=PROGRAM)


def test_a_name_is_given_once_to_the_views_that_the_same_people_see(
    platform: Platform, smaak: Cast
) -> None:
    save(platform, smaak, name="Food")
    save(platform, smaak, name="Food", list_key="invoices")
    save(platform, smaak, name="Food", shared=True)
    save(platform, smaak, "viewer", name="Food")

    for taken in ({"name": "food"}, {"name": "FOOD ", "shared": True}):
        with pytest.raises(ViewNameTaken) as refused:
            save(platform, smaak, **taken)
        assert refused.value.field == "name"


def test_the_database_knows_a_taken_name_too(platform: Platform, smaak: Cast) -> None:
    save(platform, smaak, shared=True)

    with pytest.raises(ViewNameTaken), platform.unit_of_work(smaak.id) as work:
        work.session.add(
            SavedView(list_key="members", name="FOOD", arguments={}, created_at=AT, version=1)
        )


def test_views_without_a_name_or_with_a_long_one_are_refused(
    platform: Platform, smaak: Cast
) -> None:
    for name, refusal in (("  ", NameMissing), ("x" * 61, TooLong)):
        with pytest.raises(refusal) as refused:
            save(platform, smaak, name=name)
        assert refused.value.field == "name"


def test_a_view_holds_what_an_address_can_hold_and_not_more(
    platform: Platform, smaak: Cast
) -> None:
    for arguments in ({"tag": ["x"] * MOST_VALUES}, {"q": ["x" * 201]}, {"x" * 201: ["y"]}):
        with pytest.raises(ViewTooLarge) as refused:
            save(platform, smaak, arguments=arguments)
        assert refused.value.field == "arguments"
    save(platform, smaak, arguments={"q": [""], "helix": []})

    (kept,) = seen(platform, smaak)

    assert kept.arguments == {}


def test_there_is_an_end_to_the_number_of_views(platform: Platform, smaak: Cast) -> None:
    for number in range(MOST_VIEWS):
        save(platform, smaak, name=f"View {number}")

    with pytest.raises(TooManyViews):
        save(platform, smaak, name="One more")
    save(platform, smaak, name="One more", shared=True)


def test_a_program_shares_and_has_none_of_its_own(platform: Platform, smaak: Cast) -> None:
    view_id = save(platform, smaak, shared=True, by=PROGRAM)

    with pytest.raises(ViewNeedsPerson):
        save(platform, smaak, by=PROGRAM)
    with pytest.raises(ViewNeedsPerson):
        do(platform, smaak, actions.choose_default_view, view_id=view_id, chosen=True, by=PROGRAM)


def test_a_view_is_renamed_and_overwritten_with_lines_of_before_and_after(
    platform: Platform, smaak: Cast
) -> None:
    view_id = save(platform, smaak)

    do(platform, smaak, actions.change_view, view_id=view_id, version=1, name="Drinks")
    do(platform, smaak, actions.change_view, view_id=view_id, version=2, arguments={"q": ["bier"]})
    do(platform, smaak, actions.change_view, view_id=view_id, version=3, name="Drinks")

    with platform.session(smaak.id) as session:
        lines = audit.history(session, ("view", view_id))
    assert [line.verb for line in lines] == ["view.changed", "view.changed", "view.saved"]
    assert (lines[0].before, lines[0].after) == (
        {"arguments": ASKED},
        {"arguments": {"q": ["bier"]}},
    )
    assert (lines[1].before, lines[1].after) == ({"name": "Food"}, {"name": "Drinks"})


def test_a_stale_change_of_a_view_is_a_conflict(platform: Platform, smaak: Cast) -> None:
    view_id = save(platform, smaak, shared=True)
    do(platform, smaak, actions.change_view, "owner", view_id=view_id, version=1, name="Theirs")

    with pytest.raises(StaleEdit):
        do(platform, smaak, actions.change_view, view_id=view_id, version=1, name="Mine")


def test_each_person_opens_a_list_with_one_view(platform: Platform, smaak: Cast) -> None:
    first, second = save(platform, smaak, name="A", shared=True), save(platform, smaak, name="B")
    for view_id in (first, first, second):
        do(platform, smaak, actions.choose_default_view, view_id=view_id, chosen=True)

    assert [view.name for view in seen(platform, smaak) if view.is_default] == ["B"]
    assert [view.name for view in seen(platform, smaak, "viewer") if view.is_default] == []
    with platform.session(smaak.id) as session:
        made = audit.entries(session, verb="view.made_default").rows
    assert len(made) == 2


def test_a_default_is_given_up_and_goes_with_its_view(platform: Platform, smaak: Cast) -> None:
    shared = save(platform, smaak, shared=True)
    for role in ("manager", "viewer"):
        do(platform, smaak, actions.choose_default_view, role, view_id=shared, chosen=True)
    do(platform, smaak, actions.choose_default_view, "viewer", view_id=shared, chosen=False)

    assert not any(view.is_default for view in seen(platform, smaak, "viewer"))
    do(platform, smaak, actions.delete_view, "owner", view_id=shared)

    assert seen(platform, smaak) == []
    with platform.unit_of_work(smaak.id) as work:
        gone = work.session.execute(delete(DefaultView).returning(DefaultView.id)).all()
    assert gone == []
