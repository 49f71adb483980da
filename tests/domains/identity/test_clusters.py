"""Clusters: created by the operator, described by their owners, audited."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import (
    ClusterNotFound,
    ColourInvalid,
    LogoInvalid,
    SlugTaken,
    StripeAccountTaken,
    TimeZoneUnknown,
)
from clusterorg.domains.identity.models import Cluster
from clusterorg.kernel import audit
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.domains.identity.test_rules import GOOD
from tests.support.cast import AT, Cast

OPERATOR = Actor.system("operator")
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
NEW = replace(GOOD, slug="bouwkring")


def create(platform: Platform, data=NEW):
    cluster_id = new_id()
    with platform.unit_of_work(cluster_id) as work:
        actions.create_cluster(work, data=data, actor=OPERATOR, at=AT)
    return cluster_id


def update(platform: Platform, cast: Cast, version=None, **changes):
    with platform.unit_of_work(cast.id) as work:
        return actions.update_cluster(
            work, changes=changes, actor=cast.actor("owner"), at=AT, version=version
        )


def stored(platform: Platform, cast: Cast) -> Cluster:
    with platform.session(cast.id) as session:
        return queries.get_cluster(session, cast.id)


def lines(platform: Platform, cluster_id):
    with platform.session(cluster_id) as session:
        return audit.history(session, ("cluster", cluster_id))


def set_logo(platform: Platform, cast: Cast, png=PNG, at=AT):
    with platform.unit_of_work(cast.id) as work:
        return actions.set_logo(
            work, png=png, width=64, height=32, actor=cast.actor("owner"), at=at
        )


def test_a_cluster_is_created_in_its_own_scope_and_audited(platform: Platform):
    cluster_id = create(platform)

    with platform.session() as session:
        found = queries.find_cluster(session, "bouwkring")
    assert found is not None
    assert (found.id, found.vat_number, found.requires_second_factor) == (
        cluster_id,
        "BE0001000187",
        False,
    )
    assert [line.verb for line in lines(platform, cluster_id)][-1] == "cluster.created"


def test_a_slug_belongs_to_one_cluster(platform: Platform, smaak: Cast):
    with pytest.raises(SlugTaken) as refused:
        create(platform, GOOD)

    assert refused.value.field == "slug"


def test_a_stripe_account_belongs_to_one_cluster(platform: Platform, smaak: Cast):
    with pytest.raises(StripeAccountTaken):
        create(platform, replace(NEW, stripe_account_id="acct_smaakkust"))


def test_details_change_with_before_and_after(platform: Platform, smaak: Cast):
    update(platform, smaak, city="Brugge", colour="#AA3300", languages=("nl", "fr"))

    cluster = stored(platform, smaak)
    assert (cluster.city, cluster.colour, cluster.languages) == ("Brugge", "#aa3300", ["nl", "fr"])
    (line,) = lines(platform, smaak.id)
    assert line.before == {"city": "Oostende", "colour": "#1d6f5c", "languages": ["nl", "en", "fr"]}
    assert line.after == {"city": "Brugge", "colour": "#aa3300", "languages": ["nl", "fr"]}


def test_what_stays_the_same_leaves_no_trace(platform: Platform, smaak: Cast):
    before = stored(platform, smaak).version
    update(platform, smaak, city="Oostende", slug="other", unknown="x")

    after = stored(platform, smaak)
    assert (after.slug, after.version) == ("smaakkust", before)
    assert lines(platform, smaak.id) == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"colour": "red"}, ColourInvalid), ({"time_zone": "Mars/Base"}, TimeZoneUnknown)],
)
def test_a_wrong_detail_is_refused_and_nothing_is_written(
    platform: Platform, smaak: Cast, changes, refusal
):
    with pytest.raises(refusal):
        update(platform, smaak, city="Brugge", **changes)

    assert stored(platform, smaak).city == "Oostende"


def test_an_edit_of_an_old_version_is_stale(platform: Platform, smaak: Cast):
    seen = stored(platform, smaak).version
    update(platform, smaak, version=seen, city="Brugge")

    with pytest.raises(StaleEdit):
        update(platform, smaak, version=seen, city="Gent")


def test_requiring_a_second_factor_is_audited_once(platform: Platform, smaak: Cast):
    for _ in range(2):
        with platform.unit_of_work(smaak.id) as work:
            actions.require_second_factor(work, required=True, actor=smaak.actor("owner"), at=AT)

    assert stored(platform, smaak).requires_second_factor is True
    assert [line.verb for line in lines(platform, smaak.id)] == ["cluster.second_factor_required"]


def test_the_newest_logo_counts_and_an_old_one_can_come_back(platform: Platform, smaak: Cast):
    digests = [
        set_logo(platform, smaak, PNG + extra, AT + timedelta(hours=n))
        for n, extra in enumerate((b"1", b"2", b"1"))
    ]

    with platform.session(smaak.id) as session:
        shown = queries.logo(session)
    assert shown is not None
    assert (shown.png, shown.sha256) == (PNG + b"1", digests[0])
    assert digests[0] == digests[2] != digests[1]


def test_a_removed_logo_is_gone(platform: Platform, smaak: Cast, meca: Cast):
    set_logo(platform, smaak)
    set_logo(platform, meca)
    with platform.unit_of_work(smaak.id) as work:
        actions.remove_logo(work, actor=smaak.actor("owner"), at=AT)

    with platform.session(smaak.id) as session:
        assert queries.logo(session) is None
    with platform.session(meca.id) as session:
        assert queries.logo(session) is not None


@pytest.mark.parametrize("png", [b"", b"GIF89a", PNG + b"x" * 600_000])
def test_what_is_no_small_png_is_no_logo(platform: Platform, smaak: Cast, png):
    with pytest.raises(LogoInvalid) as refused:
        set_logo(platform, smaak, png)

    assert refused.value.field == "logo"


def test_all_clusters_are_listed_by_name_page_by_page(platform: Platform, smaak: Cast, meca: Cast):
    with platform.session() as session:
        first = queries.clusters(session, limit=1)
        second = queries.clusters(session, limit=1, cursor=first.next)

    assert [row.slug for row in (*first.rows, *second.rows)] == ["mecavallee", "smaakkust"]
    assert second.next is None


def test_a_cluster_that_is_not_there_is_not_found(platform: Platform):
    with pytest.raises(ClusterNotFound), platform.session() as session:
        queries.get_cluster(session, new_id())
