"""Pure rules: numbers, names, sizes, helix, texts, custom fields, regions, activities."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.domains.organisations import errors
from clusterorg.domains.organisations.reference.nace import check_nace, nace_label
from clusterorg.domains.organisations.rules import custom_fields, fields, identifiers, names, texts
from clusterorg.domains.organisations.rules.complete import complete
from clusterorg.domains.organisations.rules.duplicates import Reason, Signal, rank
from clusterorg.domains.organisations.rules.helix import check_subgroup, helix_of
from clusterorg.domains.organisations.rules.proposals import propose
from clusterorg.domains.organisations.rules.size import SIZE_RULES, size_class
from clusterorg.domains.organisations.vocabulary import (
    SUB_GROUPS,
    AddressData,
    ContactData,
    FieldDefinition,
    FieldKind,
    Helix,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    OrganisationData,
    SizeClass,
    SizeData,
    SubGroup,
)

S = IdentifierScheme


@pytest.mark.parametrize(
    ("scheme", "typed", "stored"),
    [
        (S.BE_ENTERPRISE, "0566.988.259", "0566988259"),
        (S.BE_ENTERPRISE, "BE 566.988.259", "0566988259"),
        (S.BE_ENTERPRISE, "0001.000.187", "0001000187"),
        (S.VAT, "be0566.988.259", "BE0566988259"),
        (S.VAT, "DE 136 695 976", "DE136695976"),
        (S.VAT, "FR 40 303 265 045", "FR40303265045"),
        (S.VAT, "NL 004495445B01", "NL004495445B01"),
        (S.VAT, "CHE-107.787.577 IVA", "CHE107787577IVA"),
        (S.IBAN, "BE71 0961 2345 6769", "BE71096123456769"),
        (S.FR_SIREN, "552 008 443", "552008443"),
        (S.NL_KVK, "1234 5678", "12345678"),
    ],
)
def test_a_number_is_stored_compact(scheme, typed, stored):
    number = identifiers.normalise(scheme, typed)

    assert number == stored


@pytest.mark.parametrize(
    ("scheme", "typed", "refusal"),
    [
        (S.BE_ENTERPRISE, "0566.988.258", errors.WrongCheckDigit),
        (S.VAT, "BE0566988258", errors.WrongCheckDigit),
        (S.IBAN, "BE72 0961 2345 6769", errors.WrongCheckDigit),
        (S.BE_ENTERPRISE, "566", errors.IdentifierInvalid),
        (S.VAT, "XX123", errors.IdentifierInvalid),
        (S.VAT, "", errors.IdentifierInvalid),
        (S.NL_KVK, "1234567", errors.IdentifierInvalid),
    ],
)
def test_a_wrong_number_is_refused_with_its_field(scheme, typed, refusal):
    with pytest.raises(refusal) as caught:
        identifiers.normalise(scheme, typed, field="identifiers.0.value")

    assert caught.value.field == "identifiers.0.value"


@given(st.integers(min_value=100, max_value=19_999_999))
def test_every_belgian_number_with_its_remainder_is_valid_and_no_other(first_eight):
    check = 97 - first_eight % 97

    good = identifiers.normalise(S.BE_ENTERPRISE, f"{first_eight:08}{check:02}")

    assert good == f"{first_eight:08}{check:02}"
    with pytest.raises(errors.WrongCheckDigit):
        identifiers.normalise(S.BE_ENTERPRISE, f"{first_eight:08}{(check + 1) % 97:02}")


def test_a_belgian_vat_number_is_found_by_the_enterprise_number():
    twins = identifiers.same_number(S.BE_ENTERPRISE, "0566988259")

    assert (S.VAT, "BE0566988259") in twins


@pytest.mark.parametrize(
    ("name", "sorted_as", "compared_as"),
    [
        ("Proteïnum Plantlab bv", "proteinum plantlab bv", "proteinum plantlab"),
        (
            "Poudres & Lasers de l'Ourthe SA",
            "poudres lasers de lourthe sa",
            "poudres lasers de lourthe",
        ),
        ("FIWARE Foundation e. V.", "fiware foundation e v", "fiware foundation"),
        ("Straßenbau GmbH & Co. KG", "strassenbau gmbh co kg", "strassenbau"),
        ("NV", "nv", "nv"),
        ("中国", "中国", "中国"),
        ("***", "***", "***"),
    ],
)
def test_names_are_folded_for_sorting_and_comparing(name, sorted_as, compared_as):
    folded = names.sort_name(name), names.match_name(name)

    assert folded == (sorted_as, compared_as)


@given(st.text(max_size=200))
def test_any_name_fits_the_index(name):
    size = len(names.sort_name(name).encode()) + len(
        names.search_text(name, name, "a" * 253).encode()
    )

    assert size < 2600


def test_domains_that_many_share_identify_nobody():
    found = (
        names.web_domain("https://www.facebook.com/bakkerij"),
        names.mail_domain("an@gmail.com"),
        names.web_domain("https://www.Kempenkar.be/nl"),
        names.mail_domain("an@kempenkar.be"),
    )

    assert found == (None, None, "kempenkar.be", "kempenkar.be")


@pytest.mark.parametrize(
    ("headcount_centi", "size"),
    [
        (0, SizeClass.MICRO),
        (999, SizeClass.MICRO),
        (1000, SizeClass.SMALL),
        (4999, SizeClass.SMALL),
        (5000, SizeClass.MEDIUM),
        (24999, SizeClass.MEDIUM),
        (25000, SizeClass.LARGE),
    ],
)
def test_ceilings_are_strictly_fewer_than(headcount_centi, size):
    assert size_class(headcount_centi, date(2026, 1, 1)) is size


def test_every_size_rule_has_an_id_and_a_day():
    assert all(rule.rule_id and rule.valid_from for rule in SIZE_RULES)


@pytest.mark.parametrize(
    "size",
    [
        SizeData(year=1800, headcount_centi=1),
        SizeData(year=2025, headcount_centi=-1),
        SizeData(year=2025, headcount_centi=1, turnover_cents=-5),
    ],
)
def test_figures_out_of_range_are_refused(size):
    with pytest.raises(errors.FigureInvalid):
        complete(OrganisationData(name="A", helix=Helix.BUSINESS, sizes=(size,)), ())


def test_every_subgroup_belongs_to_exactly_one_helix():
    listed = [group for groups in SUB_GROUPS.values() for group in groups]

    assert sorted(listed) == sorted(SubGroup)


def test_a_subgroup_of_another_helix_is_refused():
    for helix in Helix:
        for group in SubGroup:
            if helix_of(group) is helix:
                check_subgroup(helix, group)
            else:
                with pytest.raises(errors.SubGroupOfOtherHelix):
                    check_subgroup(helix, group)


@pytest.mark.parametrize(
    ("name", "website", "subgroup"),
    [
        ("Universiteit Leiemond, vakgroep Levensmiddelen", None, SubGroup.UNIVERSITY),
        ("Technische Hochschule Rheinbogen", None, SubGroup.UNIVERSITY_COLLEGE),
        ("KTH Royal Institute of Technology", None, SubGroup.UNIVERSITY),
        ("Centre de recherche MétaTech", None, SubGroup.RESEARCH_CENTRE),
        ("Industriegewerkschaft Region Mitte", None, SubGroup.EMPLOYEES),
        ("Syndicat des métallurgistes, section régionale", None, SubGroup.EMPLOYEES),
        ("Kredietcoöperatie Polderkapitaal cv", None, SubGroup.FINANCIAL_INSTITUTION),
        ("Fachjournal Licht & Werk", None, SubGroup.MEDIA),
        ("Wirtschaftsförderung Rheinhessen-Mitte", None, SubGroup.PUBLIC_AGENCY),
        ("Consumentenforum Proef & Oordeel vzw", None, SubGroup.CONSUMERS_USERS),
        ("Opleidingsfonds Smaakmakers vzw", None, SubGroup.TRAINING_EDUCATION),
        ("Some Lab", "https://somelab.ac.uk", SubGroup.UNIVERSITY),
        ("Robotec Hesbaye-Sud SRL", "https://robotec.example", SubGroup.ENTERPRISE),
    ],
)
def test_a_helix_is_proposed_with_its_reason(name, website, subgroup):
    proposal = propose(name, website)

    assert proposal.subgroup is subgroup
    assert (proposal.reason == "no_sign") is (subgroup is SubGroup.ENTERPRISE)
    assert bool(proposal.sign) is (proposal.reason != "no_sign")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.250", "1250"),
        ("1,250", "1250"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("€ 2 000,50", "2000.50"),
        ("0.125", "0.125"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert texts.read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3.4.5", "--1", "12 staff"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        texts.read_number(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29.2.2024", date(2024, 2, 29)),
        ("2024-02-29T00:00:00", date(2024, 2, 29)),
        ("2019", date(2019, 1, 1)),
    ],
)
def test_days_are_read_day_first(text, day):
    assert texts.read_date(text) == day


FIELDS = (
    FieldDefinition(key="since", label="Since", kind=FieldKind.DATE),
    FieldDefinition(key="score", label="Score", kind=FieldKind.NUMBER),
    FieldDefinition(key="sector", label="Sector", kind=FieldKind.CHOICE, choices=("Food", "Feed")),
    FieldDefinition(key="press", label="Press", kind=FieldKind.YES_NO),
    FieldDefinition(key="motto", label="Motto", kind=FieldKind.TEXT, required=True),
)


def test_custom_values_are_stored_typed():
    values = {"since": "1/5/2020", "score": "7,5", "sector": "food", "press": "ja", "motto": " x "}

    typed = custom_fields.check_values(FIELDS, values)

    assert typed == {
        "since": "2020-05-01", "score": 7.5, "sector": "Food", "press": True, "motto": "x",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "refusal", "field"),
    [
        ({"motto": "x", "since": "soon"}, errors.CustomValueInvalid, "custom.since"),
        ({"motto": "x", "score": "much"}, errors.CustomValueInvalid, "custom.score"),
        ({"motto": "x", "score": float("nan")}, errors.CustomValueInvalid, "custom.score"),
        ({"motto": "x", "sector": "Steel"}, errors.CustomValueInvalid, "custom.sector"),
        ({"motto": "x", "press": "maybe"}, errors.CustomValueInvalid, "custom.press"),
        ({"motto": "x", "nope": "1"}, errors.UnknownCustomField, "custom.nope"),
        ({}, errors.CustomValueMissing, "custom.motto"),
    ],
)
def test_custom_values_that_do_not_fit_are_refused(values, refusal, field):
    with pytest.raises(refusal) as caught:
        custom_fields.check_values(FIELDS, values)

    assert caught.value.field == field


@pytest.mark.parametrize(
    ("key", "choices", "refusal"),
    [
        ("Not a key", ("a", "b"), errors.FieldKeyInvalid),
        ("sector", ("a",), errors.ChoicesMissing),
        ("sector", ("a", "a"), errors.ChoicesMissing),
    ],
)
def test_a_field_that_cannot_work_is_refused(key, choices, refusal):
    definition = FieldDefinition(key=key, label="x", kind=FieldKind.CHOICE, choices=choices)

    with pytest.raises(refusal):
        custom_fields.complete_definition(definition)


def test_a_nace_code_is_checked_by_revision():
    stored = check_nace(NaceRevision.REV_2, "1071"), check_nace(NaceRevision.REV_2_1, "62.10")

    assert stored == ("10.71", "62.10")
    assert "bread" in nace_label(NaceRevision.REV_2, "10.71")
    for revision, code in ((NaceRevision.REV_2, "62.10"), (NaceRevision.REV_2_1, "62.01"),
                           (NaceRevision.REV_2, "107100"), (NaceRevision.REV_2, "")):  # fmt: skip
        with pytest.raises(errors.UnknownNace):
            check_nace(revision, code)


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"name": "  "}, errors.NameMissing, "name"),
        ({"name": "x" * 201}, errors.TooLong, "name"),
        ({"website": "not a site"}, errors.WebsiteInvalid, "website"),
        ({"website": "javascript:alert(1)"}, errors.WebsiteInvalid, "website"),
        ({"email": "no-at"}, errors.EmailInvalid, "email"),
        ({"language": "xx"}, errors.UnknownLanguage, "language"),
        ({"addresses": (AddressData(country="XX"),)}, errors.UnknownCountry, "addresses.0.country"),
        ({"addresses": (AddressData(), AddressData())}, errors.AddressKindTaken, "addresses"),
        ({"contacts": (ContactData(),)}, errors.ContactNameless, "contacts.0"),
        ({"identifiers": (IdentifierData(scheme=S.VAT, value="BE0566988258"),)},
         errors.WrongCheckDigit, "identifiers.0.value"),
        ({"subgroup": SubGroup.UNIVERSITY}, errors.SubGroupOfOtherHelix, "subgroup"),
    ],
)  # fmt: skip
def test_broken_data_is_refused_at_its_field(facts, refusal, field):
    data = OrganisationData(**({"name": "Alfa", "helix": Helix.BUSINESS} | facts))

    with pytest.raises(refusal) as caught:
        complete(data, ())

    assert caught.value.field == field
    assert caught.value.text("en")


def test_plain_fields_get_their_stored_form():
    website = fields.check_website("www.example.be/nl"), fields.check_website("https://münchen.de")

    assert website == ("https://www.example.be/nl", "https://münchen.de")
    assert fields.check_email("Info@Example.BE") == "info@example.be"
    assert fields.check_country("el") == "GR"


def test_candidates_are_ranked_by_their_strongest_reason():
    one, two = UUID(int=1), UUID(int=2)

    ranked = rank(
        [
            Signal(one, "Alfa", Reason.SIMILAR_NAME, "Alfa", 0.9),
            Signal(two, "Beta", Reason.IDENTIFIER, "0566988259"),
            Signal(one, "Alfa", Reason.WEB_DOMAIN, "alfa.be"),
        ]
    )

    assert [c.organisation_id for c in ranked] == [two, one]
    assert (ranked[0].score, ranked[1].score) == (100, 57)
    assert [reason for reason, _ in ranked[1].reasons] == [Reason.WEB_DOMAIN, Reason.SIMILAR_NAME]
