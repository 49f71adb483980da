"""API keys: shown once, kept as a digest, limited to scopes, revocable."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clusterorg.domains.identity import actions, queries, tokens
from clusterorg.domains.identity.errors import (
    ApiKeyNotFound,
    ApiKeyRefused,
    ExpiryPast,
    NameMissing,
    ScopesMissing,
    ScopeUnknown,
    TooLong,
)
from clusterorg.domains.identity.models import ApiKey
from clusterorg.kernel import audit
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast
from tests.support.jobs import run_jobs

DAY = timedelta(days=1)


def create(platform: Platform, cast: Cast, **changes):
    facts = {"name": "Website", "scopes": ["members.read", "dues.read"], "at": AT}
    with platform.unit_of_work(cast.id) as work:
        return actions.create_api_key(work, actor=cast.actor("owner"), **{**facts, **changes})


def holder(platform: Platform, key: str, at=AT):
    with platform.session() as session:
        return queries.authenticate(session, key, at=at)


def test_a_key_opens_its_own_cluster_with_its_scopes(platform: Platform, smaak: Cast):
    made = create(platform, smaak)

    found = holder(platform, made.key)

    assert made.key.startswith("co_smaakkust_")
    assert (found.cluster_id, found.id, found.name) == (smaak.id, made.id, "Website")
    assert found.scopes == ("members.read", "dues.read")


def test_after_authentication_the_session_sees_that_cluster_only(
    platform: Platform, smaak: Cast, meca: Cast
):
    made = create(platform, smaak)
    with platform.session() as session:
        queries.authenticate(session, made.key, at=AT)

        assert session.cluster_id == smaak.id


def test_the_key_itself_is_kept_nowhere(platform: Platform, smaak: Cast):
    made = create(platform, smaak)

    with platform.session(smaak.id) as session:
        row = session.scalars(select(ApiKey)).one()
        (line,) = audit.history(session, ("api_key", made.id))
        (listed,) = queries.api_keys(session)
    assert row.key_hash == tokens.digest(made.key)
    assert made.key not in str([line.after, row.prefix, tuple(listed)])
    assert listed.prefix == made.key.rpartition("_")[2][:6]
    assert (listed.given_name, listed.scopes) == ("Owner", ["members.read", "dues.read"])


@pytest.mark.parametrize(
    "change",
    [
        lambda key: key[:-1] + ("a" if key[-1] != "a" else "b"),
        lambda key: key.replace("smaakkust", "mecavallee"),
        lambda key: key.replace("smaakkust", "nowhere"),
        lambda key: key.upper(),
        lambda key: "",
        lambda key: key + "\x00",
    ],
)
def test_a_wrong_key_is_refused_with_the_same_words(
    platform: Platform, smaak: Cast, meca: Cast, change
):
    made = create(platform, smaak)

    with pytest.raises(ApiKeyRefused) as refused:
        holder(platform, change(made.key))
    assert refused.value.status == 401


def test_a_revoked_key_opens_nothing_and_revoking_twice_is_one_line(
    platform: Platform, smaak: Cast
):
    made = create(platform, smaak)
    for _ in range(2):
        with platform.unit_of_work(smaak.id) as work:
            actions.revoke_api_key(work, key_id=made.id, actor=smaak.actor("owner"), at=AT)

    with pytest.raises(ApiKeyRefused):
        holder(platform, made.key)
    with platform.session(smaak.id) as session:
        lines = audit.history(session, ("api_key", made.id))
    assert [line.verb for line in lines] == ["api_key.revoked", "api_key.created"]


def test_a_key_of_another_cluster_cannot_be_revoked(platform: Platform, smaak: Cast, meca: Cast):
    made = create(platform, smaak)

    with pytest.raises(ApiKeyNotFound), platform.unit_of_work(meca.id) as work:
        actions.revoke_api_key(work, key_id=made.id, actor=meca.actor("owner"), at=AT)


def test_a_key_expires(platform: Platform, smaak: Cast):
    made = create(platform, smaak, expires_at=AT + DAY)

    assert holder(platform, made.key).id == made.id
    with pytest.raises(ApiKeyRefused):
        holder(platform, made.key, AT + DAY)


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"name": " "}, NameMissing, "name"),
        ({"name": "x" * 101}, TooLong, "name"),
        ({"scopes": []}, ScopesMissing, "scopes"),
        ({"scopes": ["seats.manage"]}, ScopeUnknown, "scopes"),
        ({"expires_at": AT}, ExpiryPast, "expires_at"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_with_the_field(
    platform: Platform, smaak: Cast, changes, refusal, field
):
    with pytest.raises(refusal) as refused:
        create(platform, smaak, **changes)

    assert refused.value.field == field


def test_the_day_of_last_use_is_noted_once_a_day_by_a_job(platform: Platform, smaak: Cast):
    made = create(platform, smaak)

    def used(at) -> None:
        with platform.unit_of_work(smaak.id) as work:
            work.defer(
                "identity.note_key_used",
                cluster_id=str(smaak.id),
                key_id=str(made.id),
                at=at.isoformat(),
            )
        run_jobs(platform, only="identity.note_key_used")

    noted = []
    for at in (AT, AT + timedelta(hours=3), AT + DAY):
        used(at)
        noted.append(holder(platform, made.key).last_used_on)

    assert noted == [AT, AT, AT + DAY]
