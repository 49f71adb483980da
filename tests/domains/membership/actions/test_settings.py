import pytest

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.errors import (
    CategoryCodeTaken,
    CategoryNotFound,
    NameMissing,
)
from clusterorg.domains.membership.vocabulary import (
    ApprovalPolicy,
    CategoryData,
    SettingsData,
)
from clusterorg.kernel.ids import new_id

FULL = CategoryData(code="full", names={"en": "Full member", "nl": " Gewoon lid ", "fr": ""})


def test_a_category_keeps_the_texts_that_say_something(smaak, work_for, actor, at):
    with work_for(smaak) as work:
        made = actions.add_category(work, data=FULL, actor=actor, at=at)

        assert made.names == {"en": "Full member", "nl": "Gewoon lid"}
        assert queries.category_names(work.session, "de") == {"full": "Full member"}


def test_two_categories_with_one_code_are_refused(smaak, category, work_for, actor, at):
    with pytest.raises(CategoryCodeTaken) as refusal, work_for(smaak) as work:
        actions.add_category(work, data=FULL, actor=actor, at=at)

    assert refusal.value.field == "code"


def test_a_category_without_a_name_is_refused(smaak, work_for, actor, at):
    with pytest.raises(NameMissing), work_for(smaak) as work:
        actions.add_category(
            work, data=CategoryData(code="full", names={"en": " "}), actor=actor, at=at
        )


def test_a_category_is_changed_and_closed(smaak, category, work_for, actor, at):
    closed = CategoryData(code="full", names={"en": "Full"}, open_for_application=False)

    with work_for(smaak) as work:
        actions.change_category(work, category_id=category.id, data=closed, actor=actor, at=at)

    with work_for(smaak) as work:
        assert list(queries.categories(work.session, only_open=True)) == []


def test_another_clusters_category_is_not_found(smaak, meca, category, work_for, actor, at):
    with pytest.raises(CategoryNotFound), work_for(meca) as work:
        actions.change_category(work, category_id=category.id, data=FULL, actor=actor, at=at)


def test_an_unknown_category_is_not_found(smaak, work_for):
    with pytest.raises(CategoryNotFound), work_for(smaak) as work:
        queries.get_category(work.session, new_id())


def test_a_cluster_without_settings_has_the_default_ones_and_may_store_its_own(
    smaak, work_for, actor, at
):
    with work_for(smaak) as work:
        assert queries.settings(work.session).notice_days == 90

    data = SettingsData(approval=ApprovalPolicy.AUTOMATIC, notice_days=30)
    for _ in range(2):
        with work_for(smaak) as work:
            actions.change_settings(work, data=data, actor=actor, at=at)

    with work_for(smaak) as work:
        stored = queries.settings(work.session)
        assert (stored.approval, stored.notice_days) == ("automatic", 30)
