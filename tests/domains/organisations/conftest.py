"""What the tests of organisations share."""

from collections.abc import Callable
from typing import Any

import pytest

from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.vocabulary import Helix, OrganisationData


@pytest.fixture
def add(work_for, smaak, at, actor) -> Callable[..., Organisation]:
    """Write an organisation down in SmaakKust and return it."""

    def added(name: str = "Bakkerij Ter Leyevelde nv", **facts: Any) -> Organisation:
        facts.setdefault("helix", Helix.BUSINESS)
        with work_for(smaak) as work:
            return actions.add_organisation(
                work, data=OrganisationData(name=name, **facts), actor=actor, at=at
            )

    return added


@pytest.fixture
def do(work_for, smaak, actor, at):
    """Run one action in a unit of work of SmaakKust."""

    def done(action, **arguments):
        with work_for(smaak) as work:
            return action(work, actor=actor, at=at, **arguments)

    return done


@pytest.fixture
def ask(work_for, smaak):
    """Run one query in SmaakKust."""

    def asked(query, *arguments, **named):
        with work_for(smaak) as work:
            return query(work.session, *arguments, **named)

    return asked
