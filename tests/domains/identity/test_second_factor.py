"""The second factor: on with a code, never the same code twice, a way back, off with a password."""

from datetime import timedelta

import pyotp
import pytest

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import (
    EnrolmentMissing,
    PasswordProofNeeded,
    SecondFactorOff,
    SecondFactorOn,
    SignInOver,
    WrongCode,
)
from clusterorg.domains.identity.models import Person
from clusterorg.domains.identity.vocabulary import PasswordProof
from clusterorg.kernel.platform import Platform
from tests.domains.identity.conftest import HERE, SignInNow, refusal_code
from tests.support.cast import AT, Cast
from tests.support.jobs import waiting_jobs

IDLE = timedelta(hours=12)
LATER = AT + timedelta(minutes=2)
Enrolled = tuple[Person, str, list[str]]


def verify(platform: Platform, opened, code: str, at=LATER):
    with platform.unit_of_work() as work:
        return actions.verify_second_factor(
            work, sign_in_id=opened.sign_in_id, code=code, address=HERE, at=at
        )


def recover(platform: Platform, opened, code: str, at=LATER):
    with platform.unit_of_work() as work:
        return actions.use_recovery_code(
            work, sign_in_id=opened.sign_in_id, code=code, address=HERE, at=at
        )


def find(platform: Platform, token: str, at=LATER):
    with platform.session() as session:
        return queries.find_sign_in(session, token, at=at, idle=IDLE)


def mails(platform: Platform) -> list[str]:
    return [args["template"] for name, args in waiting_jobs(platform) if name == "mail.send"]


def test_enrolment_shows_a_secret_and_a_picture_of_it(platform: Platform, smaak: Cast):
    person = smaak.people["manager"]
    with platform.unit_of_work() as work:
        actions.begin_enrolment(work, proof=PasswordProof(person.id, AT), at=AT)

    with platform.session() as session:
        shown = queries.enrolment(session, person.id)
    assert shown.uri.startswith("otpauth://totp/clusterorg:manager%40smaakkust.example?secret=")
    assert f"secret={shown.secret}" in shown.uri
    assert shown.qr_code.startswith("data:image/svg+xml")


def test_it_is_on_only_once_a_code_was_right(platform: Platform, smaak: Cast, enter: SignInNow):
    person, opened = smaak.people["manager"], enter().get()
    with platform.unit_of_work() as work:
        actions.begin_enrolment(work, proof=PasswordProof(person.id, AT), at=AT)

    with pytest.raises(WrongCode), platform.unit_of_work() as work:
        actions.confirm_enrolment(
            work,
            proof=PasswordProof(person.id, AT),
            sign_in_id=opened.sign_in_id,
            code="000000",
            at=AT,
        )
    assert enter().get().second_factor_needed is False


def test_a_code_before_the_enrolment_was_begun_is_refused(platform: Platform, smaak: Cast):
    person = smaak.people["manager"]
    with pytest.raises(EnrolmentMissing), platform.unit_of_work() as work:
        actions.confirm_enrolment(
            work, proof=PasswordProof(person.id, AT), sign_in_id=person.id, code="123456", at=AT
        )
    with pytest.raises(EnrolmentMissing), platform.session() as session:
        queries.enrolment(session, person.id)


def test_switching_it_on_gives_ten_codes_a_mail_and_ends_other_sign_ins(
    platform: Platform, smaak: Cast, enter: SignInNow, request
):
    other = enter().get()
    _person, _secret, codes = request.getfixturevalue("enrolled")

    assert len(set(codes)) == 10
    assert all(len(code) == 19 for code in codes)
    assert mails(platform) == ["second_factor_changed"]
    assert find(platform, other.token) is None


def test_the_secret_is_never_shown_again_and_cannot_be_replaced(
    platform: Platform, enrolled: Enrolled
):
    person = enrolled[0]

    with pytest.raises(SecondFactorOn), platform.unit_of_work() as work:
        actions.begin_enrolment(work, proof=PasswordProof(person.id, AT), at=AT)
    with pytest.raises(SecondFactorOn), platform.unit_of_work() as work:
        actions.confirm_enrolment(
            work, proof=PasswordProof(person.id, AT), sign_in_id=person.id, code="123456", at=AT
        )
    with pytest.raises(EnrolmentMissing), platform.session() as session:
        queries.enrolment(session, person.id)


def test_the_password_alone_opens_only_the_page_for_the_code(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    opened = enter().get()

    assert opened.second_factor_needed is True
    found = find(platform, opened.token)
    assert found is not None
    assert found.second_factor_due is True
    assert find(platform, opened.token, AT + timedelta(minutes=10)) is None


def test_the_right_code_completes_the_sign_in_and_rotates_its_token(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    opened = enter().get()

    whole = verify(platform, opened, pyotp.TOTP(enrolled[1]).at(LATER)).get()

    assert whole.token != opened.token
    assert find(platform, opened.token) is None
    found = find(platform, whole.token)
    assert found is not None
    assert found.second_factor_due is False


def test_the_code_that_switched_it_on_does_not_sign_in(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    used = pyotp.TOTP(enrolled[1]).at(AT)

    assert refusal_code(verify(platform, enter().get(), used, AT)) == "code_reused"


def test_a_code_works_once_also_for_another_sign_in(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    code = pyotp.TOTP(enrolled[1]).at(LATER)
    verify(platform, enter().get(), code).get()

    assert refusal_code(verify(platform, enter().get(), code)) == "code_reused"


def test_an_older_code_does_not_work_after_a_newer_one(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    totp = pyotp.TOTP(enrolled[1])
    verify(platform, enter().get(), totp.at(LATER)).get()

    older = totp.at(LATER - timedelta(seconds=30))
    assert refusal_code(verify(platform, enter().get(), older)) == "code_reused"


def test_wrong_codes_are_counted_whatever_the_address(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    opened = enter().get()
    codes = [refusal_code(verify(platform, opened, "000000")) for _ in range(5)]

    throttled = verify(platform, opened, pyotp.TOTP(enrolled[1]).at(LATER))

    assert codes == ["wrong_code"] * 5
    assert refusal_code(throttled) == "too_many_attempts"
    assert refusal_code(recover(platform, opened, enrolled[2][0])) == "too_many_attempts"


def test_a_code_that_comes_too_late_or_for_an_ended_sign_in_is_refused(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    slow, ended = enter().get(), enter().get()
    with platform.unit_of_work() as work:
        actions.sign_out(work, sign_in_id=ended.sign_in_id, at=AT)

    for opened, at in ((slow, AT + timedelta(minutes=10)), (ended, LATER)):
        with pytest.raises(SignInOver):
            verify(platform, opened, pyotp.TOTP(enrolled[1]).at(at), at)


def test_without_a_second_factor_there_is_nothing_to_verify(platform: Platform, enter: SignInNow):
    with pytest.raises(SecondFactorOff):
        verify(platform, enter().get(), "123456")


def test_a_recovery_code_lets_in_once_and_says_so_by_mail(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    code = enrolled[2][3].upper().replace("-", " ")

    whole = recover(platform, enter().get(), code).get()

    assert find(platform, whole.token).second_factor_due is False
    assert refusal_code(recover(platform, enter().get(), code)) == "wrong_recovery_code"
    assert mails(platform) == ["second_factor_changed", "recovery_code_used"]
    with platform.session() as session:
        assert queries.recovery_codes_left(session, enrolled[0].id) == 9


def test_a_code_from_nowhere_is_no_recovery_code(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    for code in ("", "aaaa-bbbb-cccc-dddd", "é", "\x00"):
        assert refusal_code(recover(platform, enter().get(), code)) == "wrong_recovery_code"


def test_new_recovery_codes_replace_the_old_ones(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    with platform.unit_of_work() as work:
        fresh = actions.renew_recovery_codes(
            work, proof=PasswordProof(enrolled[0].id, AT), at=LATER
        )

    assert refusal_code(recover(platform, enter().get(), enrolled[2][0])) == "wrong_recovery_code"
    assert refusal_code(recover(platform, enter().get(), fresh[0])) is None


def test_it_is_switched_off_only_by_somebody_who_has_just_typed_the_password(
    platform: Platform, enrolled: Enrolled, enter: SignInNow
):
    person = enrolled[0]
    stale = PasswordProof(person.id, AT - timedelta(minutes=10))
    with pytest.raises(PasswordProofNeeded), platform.unit_of_work() as work:
        actions.disable_second_factor(work, proof=stale, at=AT)

    with platform.unit_of_work() as work:
        actions.disable_second_factor(work, proof=PasswordProof(person.id, AT), at=LATER)

    assert enter().get().second_factor_needed is False
    with platform.session() as session:
        assert queries.get_person(session, person.id).totp_secret is None
        assert queries.recovery_codes_left(session, person.id) == 0
    with pytest.raises(SecondFactorOff), platform.unit_of_work() as work:
        actions.disable_second_factor(work, proof=PasswordProof(person.id, AT), at=LATER)
    with pytest.raises(SecondFactorOff), platform.unit_of_work() as work:
        actions.renew_recovery_codes(work, proof=PasswordProof(person.id, AT), at=LATER)
