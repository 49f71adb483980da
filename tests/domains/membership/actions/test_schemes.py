from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text

from clusterorg.domains.membership import actions, errors, queries
from clusterorg.domains.membership.vocabulary import (
    LateJoin,
    ProRata,
    RateData,
    SchemeData,
    ShareStep,
    StartPolicy,
)
from clusterorg.domains.organisations.vocabulary import Helix, SubGroup
from clusterorg.kernel.errors import ConstraintBroken
from clusterorg.kernel.ids import new_id
from tests.domains.membership.conftest import scheme_data

DATA = SchemeData(valid_from=date(2027, 1, 1), rates=(RateData(cents=100),))


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"rates": (RateData(cents=-1),)}, errors.AmountNegative, "rates.0.cents"),
        ({"entry_fee_cents": -1}, errors.AmountNegative, "entry_fee_cents"),
        (
            {"rates": (RateData(cents=1, helix=Helix.BUSINESS, subgroup=SubGroup.UNIVERSITY),)},
            errors.SubGroupNeedsHelix,
            "rates.0.helix",
        ),
        ({"rates": (RateData(cents=1), RateData(cents=2))}, errors.RateTwice, "rates.1"),
        (
            {"rates": (RateData(cents=1, category="gold"),)},
            errors.CategoryNotFound,
            "rates.0.category",
        ),
        ({"pro_rata": ProRata.STEPS}, errors.StepsMissing, "steps"),
        ({"steps": (ShareStep(2, 30, Fraction(1)),)}, errors.StepInvalid, "steps.0"),
        ({"steps": (ShareStep(2, 1, Fraction(2)),)}, errors.StepInvalid, "steps.0"),
        ({"late_join": LateJoin.PAYS_NEXT_YEAR}, errors.LateMonthMissing, "late_join_month"),
        (
            {"start_policy": StartPolicy.PROVISIONAL, "settle_days": None},
            errors.LimitMissing,
            "settle_days",
        ),
        ({"payment_days": 900}, errors.SettingOutOfRange, "payment_days"),
        ({"reference_month": 2, "reference_day": 29}, errors.SettingOutOfRange, "reference_day"),
        ({"valid_from": date(2025, 1, 1)}, errors.SchemeDateTaken, "valid_from"),
    ],
)
def test_a_version_that_makes_no_sense_is_refused_at_its_field(
    smaak, scheme, work_for, actor, at, changes, refusal, field
):
    with pytest.raises(refusal) as refused, work_for(smaak) as work:
        actions.draft_scheme(work, data=replace(DATA, **changes), actor=actor, at=at)

    assert refused.value.field == field


def test_a_draft_is_changed_with_its_rates_and_then_published(smaak, work_for, actor, at):
    with work_for(smaak) as work:
        draft = actions.draft_scheme(work, data=DATA, actor=actor, at=at)
    with work_for(smaak) as work:
        data = replace(DATA, rates=(RateData(cents=250), RateData(cents=0, helix=Helix.KNOWLEDGE)))
        actions.change_scheme(work, scheme_id=draft.id, data=data, actor=actor, at=at)
    with work_for(smaak) as work:
        actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    with work_for(smaak) as work:
        found = queries.scheme_on(work.session, date(2027, 6, 1))
        assert sorted(rate.cents for rate in found.rates) == [0, 250]


def test_a_published_version_is_never_changed_nor_discarded(smaak, scheme, work_for, actor, at):
    with pytest.raises(errors.SchemePublished), work_for(smaak) as work:
        actions.change_scheme(work, scheme_id=scheme.id, data=DATA, actor=actor, at=at)

    with pytest.raises(errors.SchemePublished), work_for(smaak) as work:
        actions.discard_scheme(work, scheme_id=scheme.id, actor=actor, at=at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dues_schemes SET payment_days = 1",
        "DELETE FROM dues_rates",
        "UPDATE dues_rates SET cents = 1",
    ],
)
def test_the_database_itself_holds_a_published_version_fast(smaak, scheme, work_for, statement):
    with pytest.raises(ConstraintBroken), work_for(smaak) as work:
        work.session.execute(text(statement))


def test_an_empty_version_is_not_published(smaak, work_for, actor, at):
    with work_for(smaak) as work:
        draft = actions.draft_scheme(work, data=replace(DATA, rates=()), actor=actor, at=at)

    with pytest.raises(errors.SchemeEmpty), work_for(smaak) as work:
        actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)


def test_an_ambiguous_version_is_not_published(smaak, category, work_for, actor, at):
    rates = (RateData(cents=1, helix=Helix.BUSINESS), RateData(cents=2, category="full"))

    with work_for(smaak) as work:
        draft = actions.draft_scheme(work, data=replace(DATA, rates=rates), actor=actor, at=at)

    with pytest.raises(errors.RatesAmbiguous) as refusal, work_for(smaak) as work:
        actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    assert "business" in refusal.value.params["who"]


def test_gaps_are_shown_and_allowed(smaak, category, work_for, actor, at):
    rates = (RateData(cents=1, helix=Helix.BUSINESS),)

    with work_for(smaak) as work:
        draft = actions.draft_scheme(work, data=scheme_data(rates=rates), actor=actor, at=at)
        found = queries.coverage_of(work.session, draft.id)
        actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    assert {cell.helix for cell in found.gaps} == {"knowledge", "government", "civil_society"}


def test_a_draft_can_be_thrown_away(smaak, work_for, actor, at):
    with work_for(smaak) as work:
        draft = actions.draft_scheme(work, data=DATA, actor=actor, at=at)
        actions.discard_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    with pytest.raises(errors.SchemeNotFound), work_for(smaak) as work:
        queries.get_scheme(work.session, draft.id)


def test_a_day_without_a_published_version_is_refused(smaak, scheme, work_for):
    with pytest.raises(errors.NoScheme), work_for(smaak) as work:
        queries.scheme_on(work.session, date(2024, 12, 31))


def test_an_unknown_version_is_not_found(smaak, work_for):
    with pytest.raises(errors.SchemeNotFound), work_for(smaak) as work:
        queries.get_scheme(work.session, new_id())
