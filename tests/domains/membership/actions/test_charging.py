"""Dues are charged once, whoever is quicker; the slower one invoices nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from clusterorg.domains.billing.models import Invoice
from clusterorg.domains.membership import actions
from clusterorg.domains.membership.actions import charging
from clusterorg.domains.membership.errors import AlreadyCharged
from clusterorg.domains.membership.models import Obligation
from clusterorg.kernel.bulk import insert_new_rows


@pytest.fixture
def admit(smaak, open_for_members, add, work_for, actor, at):
    """Admit Algenova and charge it."""
    organisation_id = add("Algenova").id

    def admitted():
        with work_for(smaak) as work:
            return actions.admit_organisation(
                work,
                organisation_id=organisation_id,
                category="full",
                starts_on=date(2026, 3, 1),
                actor=actor,
                at=at,
            )

    return admitted


def counts(work) -> tuple[int, int]:
    found = (select(func.count()).select_from(table) for table in (Obligation, Invoice))
    obligations, invoices = (work.session.scalar(each) for each in found)
    return obligations, invoices


@pytest.fixture
def somebody_is_quicker(monkeypatch):
    """Just before the obligations are written, somebody else writes the same."""

    def insert_after_the_other(work, model, rows):
        if model is Obligation:
            theirs = [{**row, "id": charging.new_id()} for row in rows]
            insert_new_rows(work.session, Obligation.__table__, theirs)
        return insert_new_rows(work.session, model.__table__, rows)

    monkeypatch.setattr(charging, "insert_new", insert_after_the_other)


@pytest.mark.usefixtures("somebody_is_quicker")
def test_who_comes_second_is_told_and_invoices_nothing(smaak, admit, work_for):
    with pytest.raises(AlreadyCharged):
        admit()

    with work_for(smaak) as work:
        assert counts(work) == (0, 0)
