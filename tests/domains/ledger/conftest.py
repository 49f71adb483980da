"""A cluster with its chart opened."""

from collections.abc import Callable

import pytest

from clusterorg.domains.ledger import actions
from clusterorg.kernel.ids import new_id
from tests.support.cast import AT, Cast


@pytest.fixture
def books(smaak: Cast, work_for: Callable) -> Cast:
    """SmaakKust with the default chart of accounts."""
    with work_for(smaak) as work:
        actions.open_chart(work, actor=smaak.actor(), at=AT)
    return smaak


@pytest.fixture
def cause() -> tuple:
    """A cause nothing else uses."""
    return ("test", new_id())
