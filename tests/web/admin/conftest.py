"""What the admin's tests share: organisations, a signed-in manager, a counter of statements."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask.testing import FlaskClient

from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    OrganisationData,
)
from clusterorg.kernel.platform import Platform
from clusterorg.kernel.unit_of_work import UnitOfWork
from tests.support.cast import AT, Cast
from tests.support.office import Office
from tests.support.web import sign_in

Opened = Callable[[Cast], AbstractContextManager[UnitOfWork]]
Add = Callable[..., UUID]


@pytest.fixture
def add(work_for: Opened, at: datetime) -> Add:
    """Write an organisation down: `add(smaak, "Bakkerij", tags=("export",))`."""

    def added(cast: Cast, name: str, **facts: Any) -> UUID:
        facts = {"helix": Helix.BUSINESS, **facts}
        with work_for(cast) as work:
            made = actions.add_organisation(
                work, data=OrganisationData(name=name, **facts), actor=cast.actor(), at=at
            )
            return made.id

    return added


@pytest.fixture
def ann(work_for: Opened, at: datetime, smaak: Cast, bakery: UUID) -> UUID:
    """Ann Peeters, who votes for the bakery."""
    role = ContactRoleData(role=ContactRole.VOTING_REPRESENTATIVE, valid_from=at.date())
    data = ContactData(
        given_name="Ann", family_name="Peeters", email="ann@x.example", roles=(role,)
    )
    with work_for(smaak) as work:
        made = actions.add_contact(
            work, organisation_id=bakery, data=data, actor=smaak.actor(), at=at
        )
        return made.id


@pytest.fixture
def bakery(add: Add, smaak: Cast) -> UUID:
    """An organisation of SmaakKust."""
    return add(smaak, "Bakkerij Ter Leyevelde nv", tags=("export",))


@pytest.fixture
def manager(client: FlaskClient, smaak: Cast) -> FlaskClient:
    """The browser of SmaakKust's manager."""
    return sign_in(client, smaak, "manager")


@pytest.fixture
def monday() -> Iterator[None]:
    """Pages ask the clock: here it is Monday 2 March 2026, 11:00 in Brussels."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def office(platform: Platform, smaak: Cast, monday: None) -> Office:
    """SmaakKust, ready for members."""
    return Office(platform, smaak).open()
