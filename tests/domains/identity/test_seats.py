"""Seats: who may do what in which cluster, and that a cluster keeps an owner."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import LastOwner, RoleUnknown, SeatNotFound, SeatTaken
from clusterorg.domains.identity.models import Person
from clusterorg.kernel import audit
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, SMAAK, Cast, make_cast
from tests.support.jobs import waiting_jobs

LATER = AT + timedelta(hours=1)


def seat_of(platform: Platform, cast: Cast, role: str, at=AT):
    with platform.session(cast.id) as session:
        return next(row for row in queries.seats(session, at=at) if row.role == role)


def roles(platform: Platform, cast: Cast, person: Person, at=LATER) -> list[str]:
    with platform.session(cast.id) as session:
        return sorted(queries.roles_of(session, person.id, at=at))


def give(platform: Platform, cast: Cast, person: Person, role: str, at=AT):
    with platform.unit_of_work(cast.id) as work:
        return actions.give_seat(
            work, person_id=person.id, role=role, actor=cast.actor("owner"), at=at
        )


def change(platform: Platform, cast: Cast, seat_id, role: str, at=LATER):
    with platform.unit_of_work(cast.id) as work:
        actions.change_seat(work, seat_id=seat_id, role=role, actor=cast.actor("owner"), at=at)


def end(platform: Platform, cast: Cast, seat_id, at=LATER) -> None:
    with platform.unit_of_work(cast.id) as work:
        actions.end_seat(work, seat_id=seat_id, actor=cast.actor("owner"), at=at)


def test_seats_are_listed_by_role_with_who_has_accepted(platform: Platform, smaak: Cast):
    with platform.unit_of_work() as work:
        work.session.get_one(Person, smaak.people["viewer"].id).password_hash = None

    with platform.session(smaak.id) as session:
        rows = queries.seats(session, at=AT)

    assert [row.role for row in rows] == ["owner", "manager", "finance", "viewer", "assessor"]
    assert (rows[0].name, rows[0].email) == ("Owner Smaakkust", "owner@smaakkust.example")
    assert [row.accepted for row in rows] == [True, True, True, False, True]
    assert not any(row.has_second_factor for row in rows)


def test_a_seat_can_be_given_to_somebody_of_another_cluster(
    platform: Platform, smaak: Cast, meca: Cast
):
    person = meca.people["manager"]
    give(platform, smaak, person, "viewer")

    assert roles(platform, smaak, person) == ["viewer"]
    assert roles(platform, meca, person) == ["manager"]


def test_the_same_role_twice_is_refused(platform: Platform, smaak: Cast):
    with pytest.raises(SeatTaken):
        give(platform, smaak, smaak.people["manager"], "manager")


def test_an_unknown_role_is_refused(platform: Platform, smaak: Cast):
    with pytest.raises(RoleUnknown) as refused:
        give(platform, smaak, smaak.people["manager"], "emperor")

    assert refused.value.field == "role"


def test_changing_a_seat_ends_the_old_one_and_begins_a_new_one(platform: Platform, smaak: Cast):
    person, seat = smaak.people["viewer"], seat_of(platform, smaak, "viewer")
    change(platform, smaak, seat.id, "finance")

    assert roles(platform, smaak, person) == ["finance"]
    with platform.session(smaak.id) as session:
        verbs = [line.verb for line in audit.entries(session).rows]
        ended = audit.history(session, ("seat", seat.id))
    assert verbs[:2] == ["seat.given", "seat.ended"]
    assert ended[0].before["role"] == "viewer"
    assert ended[0].actor_name == "Owner Smaakkust"


def test_changing_a_seat_to_its_own_role_changes_nothing(platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "owner")

    change(platform, smaak, seat.id, "owner")

    assert seat_of(platform, smaak, "owner", LATER).id == seat.id


def test_an_ended_seat_gives_no_rights_and_cannot_end_again(platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "finance")
    end(platform, smaak, seat.id)

    assert roles(platform, smaak, smaak.people["finance"]) == []
    assert roles(platform, smaak, smaak.people["finance"], AT) == ["finance"]
    with pytest.raises(SeatNotFound):
        end(platform, smaak, seat.id)


def test_a_seat_of_another_cluster_is_not_found(platform: Platform, smaak: Cast, meca: Cast):
    theirs = seat_of(platform, meca, "viewer")

    for verb in (end, lambda *args: change(*args, "owner")):
        with pytest.raises(SeatNotFound):
            verb(platform, smaak, theirs.id)
    with pytest.raises(SeatNotFound), platform.unit_of_work(smaak.id) as work:
        actions.invite_again(work, seat_id=theirs.id, actor=smaak.actor("owner"), at=AT)
    with pytest.raises(SeatNotFound):
        end(platform, smaak, new_id())


def test_the_last_owner_can_neither_leave_nor_step_down(platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "owner")

    with pytest.raises(LastOwner) as refused:
        end(platform, smaak, seat.id)
    with pytest.raises(LastOwner):
        change(platform, smaak, seat.id, "manager")
    assert refused.value.status == 409
    assert roles(platform, smaak, smaak.people["owner"]) == ["owner"]


def test_an_owner_who_has_not_accepted_yet_is_no_owner_to_rely_on(platform: Platform, smaak: Cast):
    first = seat_of(platform, smaak, "owner")
    with platform.unit_of_work(smaak.id) as work:
        invited = actions.invite_to_seat(
            work,
            email="new@smaakkust.example",
            given_name="Nora",
            family_name="Nieuw",
            language="en",
            role="owner",
            actor=smaak.actor("owner"),
            at=AT,
        )

    with pytest.raises(LastOwner):
        end(platform, smaak, first.id)
    end(platform, smaak, invited.id)


def test_with_a_second_owner_the_first_may_go(platform: Platform, smaak: Cast):
    first = seat_of(platform, smaak, "owner")
    give(platform, smaak, smaak.people["manager"], "owner")

    end(platform, smaak, first.id)

    assert roles(platform, smaak, smaak.people["owner"]) == []


def test_two_owners_cannot_remove_each_other_at_the_same_moment(committed_platform: Platform):
    smaak = make_cast(committed_platform, SMAAK)
    first = seat_of(committed_platform, smaak, "owner").id
    second = give(committed_platform, smaak, smaak.people["manager"], "owner").id
    start, refused = Barrier(2), []

    def remove(seat_id) -> None:
        start.wait()
        try:
            end(committed_platform, smaak, seat_id)
        except DomainError as error:
            refused.append(error.code)

    threads = [Thread(target=remove, args=(seat_id,)) for seat_id in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert refused == ["last_owner"]


def test_an_invitation_can_be_mailed_again(platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "viewer")
    with platform.unit_of_work(smaak.id) as work:
        actions.invite_again(work, seat_id=seat.id, actor=smaak.actor("owner"), at=AT)

    (mail,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert (mail["to"], mail["template"]) == ("viewer@smaakkust.example", "invitation")
    assert mail["context"]["role"] == "viewer"


def test_a_person_sees_the_clusters_they_sit_in_and_no_others(
    platform: Platform, smaak: Cast, meca: Cast
):
    person = smaak.people["manager"]
    give(platform, meca, person, "viewer")
    give(platform, meca, person, "finance")

    with platform.session() as session:
        session.enter_person(person.id)
        mine = queries.clusters_of(session, person.id, at=AT)
        theirs = queries.clusters_of(session, meca.people["owner"].id, at=AT)

    assert [(row.slug, sorted(row.roles)) for row in mine] == [
        ("mecavallee", ["finance", "viewer"]),
        ("smaakkust", ["manager"]),
    ]
    assert theirs == []
