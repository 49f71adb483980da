"""The demo's smallest cluster, loaded for real: figures, books, standings and the inbox."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from clusterorg.demo import loading
from clusterorg.demo.recipes import MECAVALLEE
from clusterorg.domains.billing import queries as billing
from clusterorg.domains.identity.models import Cluster
from clusterorg.domains.ledger import queries as ledger
from clusterorg.domains.membership import queries as membership
from clusterorg.domains.membership.vocabulary import ApplicationState
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.platform import Platform

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture
def loaded(committed_platform: Platform):
    began = datetime(2024, 11, 1, 9, 0, tzinfo=UTC)
    loading.load_cluster(committed_platform, MECAVALLEE, began, AT, None)
    with committed_platform.session() as session:
        cluster_id = session.scalar(select(Cluster.id))
    with committed_platform.session(cluster_id) as session:
        yield session


def test_the_loaded_cluster_stands_as_published(loaded) -> None:
    today = AT.date()
    by_helix: Counter[str] = Counter()
    for (helix, _size), count in membership.counts_by_helix_and_size(loaded, today).items():
        by_helix[helix] += count
    charged = loaded.execute(
        text("SELECT sum(net_cents) FROM invoices WHERE issued_on >= '2026-01-01'")
    ).scalar()
    inbox = membership.counts_by_state(loaded)

    assert by_helix == {
        "business": 70,
        "knowledge": 14,
        "government": 6,
        "civil_society": 6,
    }
    assert charged == 57_800_00
    assert ledger.faults(loaded) + billing.faults(loaded) == []
    assert inbox[ApplicationState.SUBMITTED] + inbox[ApplicationState.MORE_INFORMATION] == 3
    assert billing.year_totals(loaded, 2026, today).overdue_cents > 0
    assert set(organisations.fields_filled(loaded)) == {each.key for each in MECAVALLEE.fields}
    assert {tag.name for tag in organisations.tags(loaded) if tag.used} == set(MECAVALLEE.tags)
