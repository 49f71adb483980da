"""The status in SQL against the pure rule, on random histories."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.orm import aliased

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.models import (
    ActivationWithdrawal,
    Cancellation,
    CancellationWithdrawal,
    Suspension,
    SuspensionLift,
    Term,
    TermActivation,
)
from clusterorg.domains.membership.queries.members import MemberFilter, members_statement
from clusterorg.domains.membership.queries.standing import covers, status_of
from clusterorg.domains.membership.rules.standing import standing
from clusterorg.domains.membership.vocabulary import ActivationCause, StartPolicy
from clusterorg.domains.organisations.models import Organisation
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from tests.domains.membership.conftest import applied

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))
MAYBE = st.none() | DAYS

TERM = st.fixed_dictionaries(
    {
        "year": st.integers(2023, 2027),
        "follows": st.booleans(),
        "policy": st.sampled_from(list(StartPolicy)),
        "settle_by": MAYBE,
        "activations": st.lists(
            st.tuples(st.sampled_from(list(ActivationCause)), DAYS, st.booleans()), max_size=3
        ),
        "cancelled": st.none() | st.tuples(DAYS, DAYS, MAYBE),
        "suspended": st.none() | st.tuples(DAYS, MAYBE),
    }
)
HISTORIES = st.lists(TERM, max_size=4, unique_by=lambda term: term["year"])


def write(session, organisation_id, category_id, history, at):
    """Write a history down; who follows joins the chain of the year before, if there is one."""
    before = None
    for facts in sorted(history, key=lambda each: each["year"]):
        follows = facts["follows"] and before is not None and before.until.year == facts["year"]
        term_id = new_id()
        term = Term(
            id=term_id,
            organisation_id=organisation_id,
            category_id=category_id,
            chain_id=before.chain_id if follows else term_id,
            previous_term_id=before.id if follows else None,
            starts_on=date(facts["year"], 1, 1),
            until=date(facts["year"] + 1, 1, 1),
            start_policy=facts["policy"].value,
            settle_by=facts["settle_by"],
            origin="import",
            created_at=at,
        )
        session.add(term)
        session.flush()
        write_facts(session, term, facts, at)
        before = term


def write_facts(session, term, facts, at):
    for nth, (cause, day, withdrawn) in enumerate(facts["activations"]):
        activation = TermActivation(
            id=new_id(),
            term_id=term.id,
            cause=cause.value,
            nth=nth,
            activated_on=day,
            created_at=at,
        )
        session.add(activation)
        session.flush()
        if withdrawn:
            session.add(
                ActivationWithdrawal(activation_id=activation.id, withdrawn_on=day, created_at=at)
            )
    if facts["cancelled"] and term.chain_id == term.id:
        requested, effective, withdrawn = facts["cancelled"]
        row = Cancellation(
            id=new_id(),
            chain_id=term.chain_id,
            nth=0,
            requested_on=requested,
            effective_on=effective,
            created_at=at,
        )
        session.add(row)
        session.flush()
        if withdrawn:
            session.add(
                CancellationWithdrawal(
                    cancellation_id=row.id, withdrawn_on=withdrawn, created_at=at
                )
            )
    if facts["suspended"] and term.chain_id == term.id:
        since, lifted = facts["suspended"]
        row = Suspension(
            id=new_id(), chain_id=term.chain_id, nth=0, starts_on=since, reason="x", created_at=at
        )
        session.add(row)
        session.flush()
        if lifted:
            session.add(SuspensionLift(suspension_id=row.id, lifted_on=lifted, created_at=at))
    session.flush()


def status_in_sql(session, organisation_id, day):
    term = aliased(Term)
    return session.scalar(
        select(status_of(Organisation.id, Organisation.cluster_id, term, day))
        .select_from(Organisation)
        .outerjoin(
            term,
            (term.cluster_id == Organisation.cluster_id)
            & (term.organisation_id == Organisation.id)
            & covers(term, day),
        )
        .where(Organisation.id == organisation_id)
    )


def status_in_list(session, day):
    wanted = MemberFilter(statuses=())
    return session.execute(members_statement(session, wanted, day)).one()


@pytest.fixture
def one(add):
    return add("Bakkerij Ter Leyevelde")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=HISTORIES, day=DAYS)
def test_sql_and_the_pure_rule_agree_on_every_history(
    platform, smaak, one, category, at, history, day
):
    with platform.session(smaak.id) as session:
        write(session, one.id, category.id, history, at)

        pure = standing(queries.facts_of(session, one.id), day)
        row = status_in_list(session, day)

        assert status_in_sql(session, one.id, day) == pure.status.value
        assert row.status == pure.status.value
        assert row.member_since == pure.member_since
        session.rollback()


def test_an_applicant_is_shown_as_such(smaak, open_for_members, add, work_for, at):
    with work_for(smaak) as work:
        sent = actions.apply(work, form=applied(), actor=Actor.public(), at=at).application
        sent.organisation_id = add("Known already").id

    with work_for(smaak) as work:
        row = status_in_list(work.session, at.date())
    assert row.status == "applicant"


def test_terms_are_never_edited_nor_deleted(smaak, one, category, work_for, at, platform):
    history = [
        {
            "year": 2026,
            "follows": False,
            "policy": StartPolicy.PAYMENT,
            "settle_by": None,
            "activations": [],
            "cancelled": None,
            "suspended": None,
        }
    ]
    with work_for(smaak) as work:
        write(work.session, one.id, category.id, history, at)

    with (
        pytest.raises(Exception, match=r"permission denied|never changes"),
        work_for(smaak) as work,
    ):
        work.session.execute(text("UPDATE terms SET until = until + 1"))
    with work_for(smaak) as work:
        work.session.execute(delete(Term))  # imported, and nothing stands on it
