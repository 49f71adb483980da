"""What identity decides without asking anybody."""

from datetime import timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.domains.identity.errors import (
    DefaultLanguageNotOffered,
    EmailInvalid,
    PasswordIsYou,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
    RoleUnknown,
    ScopesMissing,
    ScopeUnknown,
)
from clusterorg.domains.identity.rules import (
    api_keys,
    clusters,
    lifetimes,
    passwords,
    seats,
    second_factor,
    texts,
    throttling,
)
from clusterorg.domains.identity.vocabulary import API_SCOPES, AttemptKind, ClusterData
from clusterorg.kernel.errors import DomainError
from tests.support.cast import AT

SECOND = timedelta(seconds=1)


def failures(count: int, *, email: str = "a@x.example", address: str = "::1", every: int = 10):
    return [
        throttling.Attempt(email, address, AT - timedelta(seconds=every * n)) for n in range(count)
    ]


def wait(attempts, *, email="a@x.example", address="::1", kind=AttemptKind.PASSWORD, at=AT):
    return throttling.waiting_time(kind, attempts, email=email, address=address, at=at)


class TestPasswords:
    @pytest.mark.parametrize(
        ("password", "refusal"),
        [
            ("eleven char", PasswordTooShort),
            ("x" * 257, PasswordTooLong),
            ("owner@smaakkust.example", PasswordIsYou),
            ("OwnerSmaakkust1", PasswordIsYou),
            ("AnnaPeeters123", PasswordIsYou),
            ("passwordpassword", PasswordTooCommon),
            ("Password123456", PasswordTooCommon),
            ("Qwertyuiop asdf", PasswordTooCommon),
            ("432109876543210", PasswordTooCommon),
            ("aaaaabbbbbbbbb", PasswordTooCommon),
        ],
    )
    def test_a_weak_password_is_refused_with_its_field(self, password, refusal):
        with pytest.raises(refusal) as refused:
            passwords.check_password(
                password, email="owner@smaakkust.example", names=("Anna", "Peeters")
            )

        assert refused.value.field == "password"

    @pytest.mark.parametrize(
        "password", ["four words are enough", "zilte wind over Oostende", "tR7#kq!mZ2wX"]
    )
    def test_a_long_password_of_ones_own_is_accepted(self, password):
        checked = passwords.check_password(password, email="owner@smaakkust.example")

        assert checked == password

    def test_the_same_word_typed_on_another_keyboard_is_the_same_password(self):
        composed, decomposed = "caf\u00e9 au lait chaud", "cafe\u0301 au lait chaud"

        assert passwords.normal(composed) == passwords.normal(decomposed)


class TestThrottling:
    def test_the_sixth_try_in_a_row_has_to_wait_until_the_first_has_slid_out(self):
        assert wait(failures(4)) == timedelta(0)
        assert wait(failures(5)) == timedelta(minutes=15) - timedelta(seconds=40)

    def test_a_window_that_has_passed_is_forgotten(self):
        later = AT + timedelta(minutes=15)

        assert wait(failures(5), at=later) == timedelta(0)
        assert wait(failures(5), at=later - timedelta(seconds=41)) > timedelta(0)

    def test_another_account_from_the_same_office_may_go_on(self):
        assert wait(failures(5), email="b@x.example") == timedelta(0)

    def test_the_same_account_from_elsewhere_may_go_on(self):
        assert wait(failures(5), address="192.0.2.1") == timedelta(0)

    def test_many_machines_on_one_account_are_slowed_down(self):
        spread = [
            throttling.Attempt("a@x.example", f"192.0.2.{n}", AT - timedelta(seconds=n))
            for n in range(30)
        ]

        assert wait(spread, address="198.51.100.1") > timedelta(0)

    def test_one_machine_on_many_accounts_is_slowed_down(self):
        spread = [
            throttling.Attempt(f"p{n}@x.example", "::1", AT - timedelta(seconds=n))
            for n in range(40)
        ]

        assert wait(spread, email="new@x.example") > timedelta(0)

    def test_a_success_from_here_clears_ones_own_slips(self):
        slips = failures(4)
        success = throttling.Attempt("a@x.example", "::1", AT + SECOND, succeeded=True)
        again = throttling.Attempt("a@x.example", "::1", AT + 2 * SECOND)

        assert wait([*slips, success, again], at=AT + 3 * SECOND) == timedelta(0)

    def test_the_owners_success_does_not_clear_an_attackers_codes(self):
        attacks = [throttling.Attempt("a@x.example", "192.0.2.9", AT) for _ in range(5)]
        success = throttling.Attempt("a@x.example", "::1", AT + SECOND, succeeded=True)

        kind = AttemptKind.SECOND_FACTOR
        assert wait([*attacks, success], kind=kind, at=AT + 2 * SECOND) > timedelta(0)

    def test_case_does_not_make_another_account(self):
        assert wait(failures(5), email="A@X.example") > timedelta(0)

    @given(st.integers(1, 5000))
    def test_minutes_are_rounded_up_and_never_nought(self, seconds):
        told = throttling.minutes(timedelta(seconds=seconds))

        assert told >= 1
        assert told * 60 >= seconds > (told - 1) * 60


class TestLifetimes:
    def is_live(self, **changes):
        facts = {
            "created_at": AT,
            "last_seen_at": AT,
            "revoked_at": None,
            "second_factor_due": False,
            "at": AT + timedelta(hours=1),
            "idle": timedelta(hours=12),
        }
        return lifetimes.is_live(**{**facts, **changes})

    def test_a_sign_in_ends_when_it_is_idle_too_old_or_revoked(self):
        week = AT + timedelta(days=7)

        assert self.is_live()
        assert not self.is_live(at=AT + timedelta(hours=12))
        assert self.is_live(last_seen_at=week - SECOND, at=week - SECOND)
        assert not self.is_live(last_seen_at=week - SECOND, at=week)
        assert not self.is_live(revoked_at=AT)

    def test_a_sign_in_waits_ten_minutes_for_its_second_factor(self):
        due = {"second_factor_due": True}

        assert self.is_live(**due, at=AT + timedelta(minutes=10) - SECOND)
        assert not self.is_live(**due, at=AT + timedelta(minutes=10))


class TestSecondFactor:
    secret = pyotp.random_base32()

    @pytest.mark.parametrize(
        ("seconds", "right"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)]
    )
    def test_a_clock_may_be_one_step_off(self, seconds, right):
        code = pyotp.TOTP(self.secret).at(AT + timedelta(seconds=seconds))

        assert (second_factor.matching_step(self.secret, code, AT) is not None) == right

    @pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "\0" * 6])
    def test_what_is_no_code_matches_nothing(self, code):
        assert second_factor.matching_step(self.secret, code, AT) is None

    def test_blanks_in_a_code_do_not_matter(self):
        code = pyotp.TOTP(self.secret).at(AT)

        assert second_factor.matching_step(self.secret, f" {code[:3]} {code[3:]} ", AT)

    def test_a_recovery_code_is_read_however_it_is_typed(self):
        assert second_factor.normal_recovery_code(" ABCD-efgh 2345-Qrst") == "abcdefgh2345qrst"
        assert second_factor.written_recovery_code("abcdefgh2345qrst") == "abcd-efgh-2345-qrst"


class TestApiKeys:
    def test_a_key_says_whose_it_is(self):
        key = api_keys.write_key("smaak-kust", "a" * 40)

        assert api_keys.slug_of(key) == "smaak-kust"

    @pytest.mark.parametrize(
        "key", ["", "co_", "co_smaak_short", "sk_smaak_" + "a" * 40, "co_sm_aak_" + "a" * 40]
    )
    def test_what_has_not_the_shape_of_a_key_names_nobody(self, key):
        assert api_keys.slug_of(key) is None

    def test_scopes_are_a_subset_of_those_a_key_may_have(self):
        assert api_keys.check_scopes(reversed(API_SCOPES)) == list(API_SCOPES)
        with pytest.raises(ScopesMissing):
            api_keys.check_scopes([])
        for forbidden in ("seats.manage", "api_keys.manage", "operator.all", "portal.pay", "x"):
            with pytest.raises(ScopeUnknown):
                api_keys.check_scopes(["members.read", forbidden])


class TestSeats:
    def test_rights_of_several_roles_add_up(self):
        assert "dues.run" in seats.permissions_of(["viewer", "finance"])
        assert "seats.manage" not in seats.permissions_of(["manager", "finance", "viewer"])
        assert seats.permissions_of([]) == frozenset()

    def test_an_unknown_role_is_refused(self):
        with pytest.raises(RoleUnknown):
            seats.check_role("emperor")

    @pytest.mark.parametrize(
        ("required", "has", "roles", "must"),
        [
            (True, False, ["manager"], True),
            (True, True, ["manager"], False),
            (False, False, ["owner"], False),
            (True, False, ["assessor"], False),
            (True, False, [], False),
        ],
    )
    def test_staff_of_a_strict_cluster_must_enrol(self, required, has, roles, must):
        asked = seats.must_enrol(cluster_requires=required, has_second_factor=has, roles=roles)

        assert asked is must


GOOD = ClusterData(
    slug="smaakkust",
    name="SmaakKust",
    legal_name="SmaakKust vzw",
    legal_form="vzw",
    street="Havenlaan 12",
    postcode="8400",
    city="Oostende",
    email="info@smaakkust.example",
    enterprise_number="0001.000.187",
    vat_number="BE 0001.000.187",
    website="https://smaakkust.example",
    languages=("nl", "en"),
    default_language="nl",
    iban="BE68 5390 0754 7034",
    bic="gkccbebb",
)


class TestClusters:
    def test_numbers_are_kept_in_their_compact_form(self):
        data = clusters.check_cluster(GOOD)

        assert data.enterprise_number == "0001000187"
        assert data.vat_number == "BE0001000187"
        assert data.iban == "BE68539007547034"
        assert data.bic == "GKCCBEBB"

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("slug", "Smaak", "slug_invalid"),
            ("slug", "a_b", "slug_invalid"),
            ("name", " \x00 ", "field_missing"),
            ("name", "x" * 201, "too_long"),
            ("enterprise_number", "0001000188", "enterprise_number_invalid"),
            ("vat_number", "BE0001000188", "vat_number_invalid"),
            ("vat_number", None, "vat_number_missing"),
            ("vat_status", "maybe", "vat_status_unknown"),
            ("country", "Belgium", "country_unknown"),
            ("email", "info", "email_invalid"),
            ("website", "javascript:alert(1)", "website_invalid"),
            ("website", "smaakkust.example", "website_invalid"),
            ("time_zone", "Europe/Ostend", "time_zone_unknown"),
            ("languages", ("nl", "xx"), "language_unknown"),
            ("languages", (), "field_missing"),
            ("colour", "green", "colour_invalid"),
            ("iban", "BE68539007547035", "iban_invalid"),
            ("bic", "GKCC", "bic_invalid"),
        ],
    )
    def test_a_wrong_detail_is_refused_with_its_field(self, field, value, code):
        from dataclasses import replace

        with pytest.raises(DomainError) as refused:
            clusters.check_cluster(replace(GOOD, **{field: value}))

        assert (refused.value.code, refused.value.field) == (code, field)

    def test_the_first_language_is_one_of_the_languages(self):
        from dataclasses import replace

        with pytest.raises(DefaultLanguageNotOffered):
            clusters.check_cluster(replace(GOOD, default_language="de"))

    def test_a_foreign_cluster_keeps_its_own_kind_of_number(self):
        from dataclasses import replace

        data = replace(
            GOOD, country="NL", enterprise_number="KvK 12345678", vat_number="NL004495445B01"
        )

        assert clusters.check_cluster(data).enterprise_number == "KvK 12345678"


class TestTexts:
    @pytest.mark.parametrize("email", ["", "x", "a@b", "a b@x.example", "a@x.example\nBcc: b@x"])
    def test_what_is_no_mail_address_is_refused(self, email):
        with pytest.raises(EmailInvalid):
            texts.check_email(email)

    def test_a_typed_address_is_made_harmless(self):
        assert texts.typed_email(" a\x00@x.example\n") == "a@x.example"
        assert len(texts.typed_email("a" * 9999)) == 320
