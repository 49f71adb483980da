"""Signing in and out: facts first, the same words for every stranger, sessions that can end."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from clusterorg.domains.identity import actions, queries, tokens
from clusterorg.domains.identity.errors import SignInNotFound
from clusterorg.domains.identity.models import Person, SignIn, SignInAttempt
from clusterorg.domains.identity.rules import throttling
from clusterorg.domains.identity.vocabulary import AttemptKind
from clusterorg.kernel.platform import Platform
from tests.domains.identity.conftest import HERE, SignInNow, refusal_code
from tests.support.cast import AT, PASSWORD, SMAAK, Cast, make_cast

IDLE = timedelta(hours=12)
MINUTE = timedelta(minutes=1)


def find(platform: Platform, token: str | None, at=AT):
    with platform.session() as session:
        return queries.find_sign_in(session, token, at=at, idle=IDLE)


def attempts(platform: Platform) -> list[tuple[str, bool]]:
    with platform.session() as session:
        rows = session.execute(
            select(SignInAttempt.kind, SignInAttempt.succeeded).order_by(SignInAttempt.id)
        )
        return [(row.kind, row.succeeded) for row in rows]


def test_the_right_password_opens_a_sign_in(platform: Platform, smaak: Cast, enter: SignInNow):
    opened = enter().get()

    found = find(platform, opened.token)
    assert found is not None
    assert found.person_id == smaak.people["manager"].id
    assert (found.name, found.second_factor_due) == ("Manager Smaakkust", False)
    assert attempts(platform) == [("password", True)]


def test_only_the_digest_of_the_token_is_kept(platform: Platform, enter: SignInNow):
    opened = enter().get()

    with platform.session() as session:
        kept = session.scalars(select(SignIn.token_hash)).one()
    assert kept == tokens.digest(opened.token)
    assert opened.token not in kept


def test_case_and_blanks_of_the_mail_address_do_not_matter(enter: SignInNow, smaak: Cast):
    assert enter(f"  {smaak.people['manager'].email.upper()} ").refusal is None


@pytest.mark.parametrize("email", [None, "nobody@smaakkust.example", "", "\x00", "x" * 9000])
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    platform: Platform, enter: SignInNow, email
):
    outcome = enter(email, "not the pass phrase")

    assert refusal_code(outcome) == "wrong_sign_in"
    assert outcome.refusal.field == "password"
    assert attempts(platform) == [("password", False)]


def test_an_unknown_account_costs_a_verification_too(enter: SignInNow, monkeypatch):
    verified: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash, password):
            verified.append(hash)
            return super().verify(hash, password)

    counting = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(tokens, "HASHER", counting)
    enter("nobody@smaakkust.example")
    enter(None, "wrong")
    enter("nobody@smaakkust.example", "x" * 10_000)

    assert len(verified) == 3
    assert all(hash_.startswith("$argon2id$") for hash_ in verified)


def test_someone_who_has_not_chosen_a_password_cannot_sign_in(
    platform: Platform, smaak: Cast, enter: SignInNow
):
    with platform.unit_of_work() as work:
        work.session.get_one(Person, smaak.people["manager"].id).password_hash = None

    assert refusal_code(enter(None, "")) == "wrong_sign_in"
    assert refusal_code(enter()) == "wrong_sign_in"


def test_an_old_hash_is_brought_up_to_todays_parameters(
    platform: Platform, smaak: Cast, enter: SignInNow, monkeypatch
):
    monkeypatch.setattr(
        tokens, "HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    )

    enter().get()

    with platform.session() as session:
        kept = queries.get_person(session, smaak.people["manager"].id).password_hash
    assert kept is not None
    assert "m=16,t=2" in kept
    assert refusal_code(enter()) is None


def test_after_five_wrong_passwords_the_right_one_has_to_wait_and_is_told_how_long(
    platform: Platform, enter: SignInNow
):
    for _ in range(5):
        enter(None, "wrong")

    refused = enter(at=AT + MINUTE)

    assert refusal_code(refused) == "too_many_attempts"
    assert refused.refusal.status == 429
    assert refused.refusal.params == {"minutes": 14, "seconds": 14 * 60}
    assert attempts(platform)[-1] == ("refused", False)


def test_waiting_helps_and_knocking_meanwhile_does_not_make_it_longer(enter: SignInNow):
    for _ in range(5):
        enter(None, "wrong")
    for minute in range(1, 15):
        assert refusal_code(enter(at=AT + minute * MINUTE)) == "too_many_attempts"

    assert refusal_code(enter(at=AT + 15 * MINUTE)) is None


def test_an_unknown_account_is_throttled_like_a_known_one(enter: SignInNow):
    outcomes = [enter("nobody@smaakkust.example", "wrong") for _ in range(6)]

    assert [refusal_code(outcome) for outcome in outcomes] == ["wrong_sign_in"] * 5 + [
        "too_many_attempts"
    ]


def test_a_hundred_guesses_at_once_count_like_a_hundred_in_a_row(committed_platform: Platform):
    smaak = make_cast(committed_platform, SMAAK)
    email, start = smaak.people["manager"].email, Barrier(12)
    codes: list[str | None] = []

    def guess() -> None:
        start.wait()
        with committed_platform.unit_of_work() as work:
            outcome = actions.sign_in(
                work, email=email, password="wrong", address=HERE, user_agent="", at=AT
            )
        codes.append(refusal_code(outcome))

    threads = [Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes.count("wrong_sign_in") == 5
    assert codes.count("too_many_attempts") == 7


def test_the_token_the_browser_came_with_ends(platform: Platform, enter: SignInNow):
    first = enter().get()

    second = enter(replaces=first.token).get()

    assert second.token != first.token
    assert find(platform, first.token) is None
    assert find(platform, second.token) is not None


@pytest.mark.parametrize("token", [None, "", "x", "\ud800", "é" * 500])
def test_a_cookie_that_is_not_ours_opens_nothing(platform: Platform, smaak: Cast, token):
    assert find(platform, token) is None


def test_a_sign_in_ends_by_sign_out_by_idleness_and_by_age(platform: Platform, enter: SignInNow):
    out, idle = enter().get(), enter().get()
    with platform.unit_of_work() as work:
        actions.sign_out(work, sign_in_id=out.sign_in_id, at=AT)

    assert find(platform, out.token) is None
    assert find(platform, idle.token, AT + IDLE - MINUTE) is not None
    assert find(platform, idle.token, AT + IDLE) is None


def test_activity_is_noted_at_most_once_in_five_minutes(platform: Platform, enter: SignInNow):
    opened = enter().get()

    moved = []
    for minute in (1, 4, 5, 6, 10):
        with platform.unit_of_work() as work:
            at = AT + minute * MINUTE
            moved.append(actions.note_activity(work, sign_in_id=opened.sign_in_id, at=at))

    assert moved == [False, False, True, False, True]
    assert find(platform, opened.token, AT + IDLE + 9 * MINUTE) is not None


def test_however_busy_a_sign_in_ends_after_a_week(platform: Platform, enter: SignInNow):
    opened = enter().get()
    week = AT + timedelta(days=7)
    with platform.unit_of_work() as work:
        actions.note_activity(work, sign_in_id=opened.sign_in_id, at=week - MINUTE)

    assert find(platform, opened.token, week - MINUTE) is not None
    assert find(platform, opened.token, week) is None


def test_i_see_my_sign_ins_and_nobody_elses(platform: Platform, smaak: Cast, enter: SignInNow):
    mine = [enter().get(), enter(at=AT + MINUTE).get()]
    enter(smaak.people["owner"].email)

    with platform.session() as session:
        rows = queries.sign_ins_of(session, smaak.people["manager"].id, at=AT + MINUTE, idle=IDLE)

    assert [row.id for row in rows] == [mine[1].sign_in_id, mine[0].sign_in_id]
    assert (rows[0].address, rows[0].user_agent) == (HERE, "Firefox")


def test_i_revoke_one_of_my_sign_ins_and_never_another_persons(
    platform: Platform, smaak: Cast, enter: SignInNow
):
    mine, theirs = enter().get(), enter(smaak.people["owner"].email).get()
    me = smaak.people["manager"].id
    with platform.unit_of_work() as work:
        actions.revoke_sign_in(work, person_id=me, sign_in_id=mine.sign_in_id, at=AT)

    with pytest.raises(SignInNotFound), platform.unit_of_work() as work:
        actions.revoke_sign_in(work, person_id=me, sign_in_id=theirs.sign_in_id, at=AT)
    with pytest.raises(SignInNotFound), platform.unit_of_work() as work:
        actions.revoke_sign_in(work, person_id=me, sign_in_id=mine.sign_in_id, at=AT)
    assert find(platform, mine.token) is None
    assert find(platform, theirs.token) is not None


def test_i_revoke_all_others_and_stay(platform: Platform, smaak: Cast, enter: SignInNow):
    sign_ins = [enter().get() for _ in range(3)]
    with platform.unit_of_work() as work:
        ended = actions.revoke_other_sign_ins(
            work, person_id=smaak.people["manager"].id, keep=sign_ins[1].sign_in_id, at=AT
        )

    assert ended == 2
    assert [find(platform, one.token) is not None for one in sign_ins] == [False, True, False]


def test_confirming_a_password_is_throttled_like_signing_in(platform: Platform, smaak: Cast):
    def confirm(password: str, at=AT):
        with platform.unit_of_work() as work:
            return actions.confirm_password(
                work,
                person_id=smaak.people["manager"].id,
                password=password,
                address=HERE,
                at=at,
            )

    assert confirm(PASSWORD).get().person_id == smaak.people["manager"].id
    codes = [refusal_code(confirm("wrong", AT + MINUTE)) for _ in range(6)]
    assert codes == ["wrong_password"] * 5 + ["too_many_attempts"]


def test_old_attempts_and_ended_sign_ins_are_forgotten(platform: Platform, enter: SignInNow):
    enter().get()
    with platform.unit_of_work() as work:
        actions.forget_old(work, at=AT + timedelta(days=31))
    with platform.session() as session:
        assert session.scalar(select(func.count(SignInAttempt.id))) == 0
        assert session.scalar(select(func.count(SignIn.id))) == 1

    with platform.unit_of_work() as work:
        actions.forget_old(work, at=AT + timedelta(days=91))
    with platform.session() as session:
        assert session.scalar(select(func.count(SignIn.id))) == 0


def test_todays_hash_is_argon2id_at_the_strength_of_rfc_9106():
    from argon2.low_level import Type

    hasher = PasswordHasher()

    assert (hasher.type, hasher.memory_cost, hasher.time_cost) == (Type.ID, 64 * 1024, 3)
    assert isinstance(tokens.HASHER, PasswordHasher)


def test_every_kind_that_is_throttled_has_limits():
    throttled = set(AttemptKind) - {AttemptKind.REFUSED}

    assert set(throttling.LIMITS) == throttled
