"""Tags and custom fields: made, changed, merged, put away; each refusal once."""

from dataclasses import replace
from datetime import date

import pytest

from clusterorg.domains.organisations import actions, errors, queries
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.domains.organisations.rules.custom_fields import key_of
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel import audit
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.ids import new_id

ON = date(2026, 3, 2)
SECTOR = FieldDefinition(
    key="sector", label="Sector", kind=FieldKind.CHOICE, choices=("Food", "Feed")
)
PRESS = FieldDefinition(key="press", label="Press", kind=FieldKind.YES_NO)


@pytest.fixture
def tag_ids(add, ask):
    """Alfa wears Export and Food, Beta wears Export, Gamma wears Food."""
    add("Alfa", tags=("Export", "Food"))
    add("Beta", tags=("Export",))
    add("Gamma", tags=("Food",))
    return {row.name: row.id for row in ask(queries.tags)}


def tags_of(ask, name):
    """Return the tags of the organisation of this name."""
    found = ask(queries.search, name)[0]
    return [tag.name for tag in ask(queries.overview, found.id, ON).tags]


def test_tags_are_put_on_many_and_taken_off(add, do, ask):
    one, two = add("Alfa"), add("Beta", tags=("Export",))
    both = [one.id, two.id]

    do(actions.tag_organisations, organisation_ids=both, add=["export", "Food"], remove=["none"])
    do(actions.tag_organisations, organisation_ids=[one.id], remove=["FOOD"])

    used = {row.name: row.used for row in ask(queries.tags)}
    assert used == {"Export": 2, "Food": 1}
    assert len(ask(audit.timeline, one.id)) == 3
    with pytest.raises(errors.OrganisationNotFound):
        do(actions.tag_organisations, organisation_ids=[one.id, one.cluster_id], add=["x"])


def test_a_tag_is_renamed_and_deleted_everywhere(add, do, ask):
    add("Alfa", tags=("Export", "Food"))
    tags = {row.name: row.id for row in ask(queries.tags)}

    do(actions.rename_tag, tag_id=tags["Food"], name="Voeding")
    with pytest.raises(errors.TagTaken):
        do(actions.rename_tag, tag_id=tags["Food"], name="EXPORT")
    do(actions.delete_tag, tag_id=tags["Export"])

    assert [row.name for row in ask(queries.tags)] == ["Voeding"]


def test_custom_fields_are_kept_with_the_organisation(add, do, ask):
    field = FieldDefinition(key="press", label="Press", kind=FieldKind.YES_NO)
    made_field = do(actions.add_custom_field, definition=field)
    made = add(custom={"press": "ja"})

    do(actions.update_organisation, organisation_id=made.id, changed={"custom": {"press": None}})
    do(actions.archive_custom_field, field_id=made_field.id)

    line = ask(audit.timeline, made.id)[0]
    assert (line.before, line.after) == ({"custom": {"press": True}}, {"custom": {}})
    assert ask(queries.custom_fields) == []
    with pytest.raises(errors.FieldKeyTaken):
        do(actions.add_custom_field, definition=field)


def test_a_choice_field_keeps_its_choices_when_it_is_changed(do, ask):
    made = do(
        actions.add_custom_field,
        definition=FieldDefinition(key="s", label="S", kind=FieldKind.CHOICE, choices=("a", "b")),
    )

    own = {"field_id": made.id, "label": "Sector", "required": True}
    do(actions.update_custom_field, **own, choices=["a", "b", "c"])
    with pytest.raises(errors.ChoicesMissing):
        do(actions.update_custom_field, **own, choices=["a"])

    definition = ask(queries.field_definitions)[0]
    assert (definition.label, definition.choices) == ("Sector", ("a", "b", "c"))


def test_a_tag_is_told_on_the_timeline_of_everybody_who_loses_it(add, do, ask):
    made = add("Alfa", tags=("Export",))

    do(actions.delete_tag, tag_id=ask(queries.tags)[0].id)

    line = ask(audit.timeline, made.id)[0]
    assert (line.verb, line.before, line.after) == (
        "organisation.tagged", {"tags": ["Export"]}, {"tags": []},
    )  # fmt: skip


def test_two_tags_become_one_that_everybody_wears_once(tag_ids, do, ask):
    do(actions.merge_tags, kept_id=tag_ids["Food"], gone_id=tag_ids["Export"])

    assert [(row.name, row.used) for row in ask(queries.tags)] == [("Food", 3)]
    for name in ("Alfa", "Beta", "Gamma"):
        assert tags_of(ask, name) == ["Food"]


def test_a_merge_tells_each_organisation_what_it_lost_and_got(tag_ids, do, ask):
    alfa, beta = (ask(queries.search, name)[0].id for name in ("Alfa", "Beta"))

    do(actions.merge_tags, kept_id=tag_ids["Food"], gone_id=tag_ids["Export"])

    told = [ask(audit.timeline, one)[0] for one in (alfa, beta)]
    assert [line.before for line in told] == [{"tags": ["Export"]}] * 2
    assert [line.after for line in told] == [{"tags": []}, {"tags": ["Food"]}]
    merged = ask(audit.history, ("tag", tag_ids["Food"]))[0]
    assert (merged.before["name"], merged.after["name"]) == ("Export", "Food")


def test_a_tag_is_not_merged_with_itself_nor_with_nothing(tag_ids, do):
    food = tag_ids["Food"]

    with pytest.raises(errors.TagMergedWithItself):
        do(actions.merge_tags, kept_id=food, gone_id=food)
    with pytest.raises(errors.PartNotFound) as caught:
        do(actions.merge_tags, kept_id=new_id(), gone_id=food)
    assert caught.value.field == "kept_id"


def test_a_tag_that_somebody_else_renamed_is_not_renamed_over_it(tag_ids, do, ask):
    do(actions.rename_tag, tag_id=tag_ids["Food"], name="Voeding")

    with pytest.raises(StaleEdit):
        do(actions.rename_tag, tag_id=tag_ids["Food"], name="Nutrition", expected_name="Food")
    assert [row.name for row in ask(queries.tags)] == ["Export", "Voeding"]


def test_a_tag_keeps_its_name_without_a_line_in_the_log(tag_ids, do, ask):
    do(actions.rename_tag, tag_id=tag_ids["Food"], name=" Food ")

    assert ask(audit.history, ("tag", tag_ids["Food"])) == []


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Member since consortium", "member_since_consortium"),
        ("Marchés d'exportation", "marches_dexportation"),
        ("x" * 60, "x" * 40),
        ("!", ""),
    ],
)
def test_a_key_is_made_of_the_label(label, key):
    assert key_of(label) == key


def test_a_definition_is_stored_in_clean_lines_with_each_choice_once(do):
    untidy = replace(SECTOR, label="  Sector \n code ", choices=(" Food", "", "Feed", "food"))

    made = do(actions.add_custom_field, definition=untidy)

    assert (made.label, made.choices) == ("Sector code", ["Food", "Feed"])


def test_choices_belong_to_a_choice_field_only(do):
    made = do(actions.add_custom_field, definition=replace(PRESS, choices=("a", "b")))

    assert made.choices == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"label": "x" * 101}, "label"), ({"choices": ("x" * 101, "b")}, "choices")],
)
def test_a_label_or_choice_that_is_too_long_is_refused(do, change, field):
    with pytest.raises(errors.TooLong) as caught:
        do(actions.add_custom_field, definition=replace(SECTOR, **change))

    assert caught.value.field == field


def test_a_field_that_somebody_else_changed_is_not_changed_over_it(do):
    made = do(actions.add_custom_field, definition=SECTOR)
    mine = {"field_id": made.id, "choices": SECTOR.choices, "required": False}
    do(actions.update_custom_field, **mine, label="Theirs", expected_version=1)

    with pytest.raises(StaleEdit):
        do(actions.update_custom_field, **mine, label="Mine", expected_version=1)


def test_an_archived_field_comes_back_with_the_values_that_stayed(add, do, ask):
    field = do(actions.add_custom_field, definition=PRESS)
    made = add(custom={"press": "yes"})
    do(actions.archive_custom_field, field_id=field.id)

    do(actions.restore_custom_field, field_id=field.id)

    assert [each.key for each in ask(queries.custom_fields)] == ["press"]
    assert ask(queries.get_organisation, made.id).custom == {"press": True}
    verbs = [line.verb for line in ask(audit.history, ("custom_field", field.id))]
    assert verbs == ["custom_field.restored", "custom_field.archived", "custom_field.added"]


def test_the_value_of_an_archived_field_does_not_stand_in_the_way(add, do, ask):
    sector = do(actions.add_custom_field, definition=SECTOR)
    do(actions.add_custom_field, definition=PRESS)
    made = add(custom={"sector": "Food"})
    do(actions.archive_custom_field, field_id=sector.id)

    do(actions.update_organisation, organisation_id=made.id, changed={"custom": {"press": "no"}})

    assert ask(queries.get_organisation, made.id).custom == {"sector": "Food", "press": False}


def test_a_withdrawn_choice_stays_where_it_is_but_is_not_chosen_anew(add, do, ask):
    sector = do(actions.add_custom_field, definition=SECTOR)
    made, other = add("Alfa", custom={"sector": "Food"}), add("Beta")
    do(
        actions.update_custom_field,
        field_id=sector.id, label="Sector", choices=["Feed", "Fuel"], required=False,
    )  # fmt: skip
    food = {"custom": {"sector": "Food"}}

    do(actions.update_organisation, organisation_id=made.id, changed={**food, "note": "x"})

    assert ask(queries.get_organisation, made.id).custom == {"sector": "Food"}
    with pytest.raises(errors.CustomValueInvalid):
        do(actions.update_organisation, organisation_id=other.id, changed=food)


def test_a_required_field_is_asked_of_whoever_writes_the_fields(add, do):
    made = add()
    do(actions.add_custom_field, definition=replace(SECTOR, required=True))
    do(actions.add_custom_field, definition=PRESS)

    with pytest.raises(errors.CustomValueMissing) as caught:
        do(
            actions.update_organisation,
            organisation_id=made.id,
            changed={"custom": {"press": "no"}},
        )
    assert caught.value.field == "custom.sector"
    with pytest.raises(errors.CustomValueMissing):
        add("Beta")


def test_use_is_counted_by_field_and_by_value(add, do, ask):
    do(actions.add_custom_field, definition=SECTOR)
    do(actions.add_custom_field, definition=PRESS)
    add("Alfa", custom={"sector": "Food", "press": "no"})
    add("Beta", custom={"sector": "Feed"})
    add("Gamma", custom={"sector": "Feed"})

    assert ask(queries.fields_filled) == {"sector": 3, "press": 1}
    assert ask(queries.values_filled, "sector") == {"Feed": 2, "Food": 1}


@pytest.mark.parametrize(
    ("custom", "names"),
    [
        ((("sector", ("Food",)),), ["Alfa"]),
        ((("sector", ("Food", "Feed")),), ["Alfa", "Beta"]),
        ((("press", ("true",)), ("sector", ("Food", "Feed"))), ["Beta"]),
        ((("press", ("false",)),), ["Alfa"]),
        ((("sector", ("Steel",)),), []),
    ],
)
def test_the_list_is_narrowed_by_own_fields(add, do, ask, custom, names):
    do(actions.add_custom_field, definition=SECTOR)
    do(actions.add_custom_field, definition=PRESS)
    add("Alfa", custom={"sector": "Food", "press": "no"})
    add("Beta", custom={"sector": "Feed", "press": "yes"})

    found = ask(queries.directory, DirectoryFilter(custom=custom), ON)

    assert [row.name for row in found.rows] == names
