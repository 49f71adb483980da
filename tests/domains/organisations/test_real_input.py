"""The real member list of a real body, kept beside the repository, goes through the import."""

import os
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.news import ImportCarriedOut
from clusterorg.domains.organisations.vocabulary import BatchStatus, Helix

SAMPLE = Path(__file__).parents[4] / "shared" / "samples" / "energy_foundation_members.csv"
RULES = [
    {
        "column": "level",
        "comparison": "equals",
        "values": [level],
        "results": {"extra.category": level.lower()},
    }
    for level in ("Strategic", "General", "Associate")
] + [
    {
        "column": "name",
        "comparison": "contains",
        "values": ["University", "Universiti", "EPFL", "Junia"],
        "results": {"helix": "knowledge", "subgroup": "university"},
    },
    {
        "column": "name",
        "comparison": "contains",
        "values": ["Empa", "INESC", "CRESYM"],
        "results": {"helix": "knowledge", "subgroup": "research_centre"},
    },
]


@pytest.fixture
def content() -> bytes:
    """The list, or a skip that says why; never a skip in CI."""
    if not SAMPLE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the real member list is missing: {SAMPLE.name}")
        pytest.skip("../shared/samples does not stand beside this repository")
    return SAMPLE.read_bytes()


def test_the_energy_foundations_list_becomes_organisations_and_goes_again(
    content, platform, meca, at
):
    actor = meca.actor()
    heard: list[ImportCarriedOut] = []
    platform.desk.join([(ImportCarriedOut, lambda _work, news: heard.append(news))])

    def do(action, **arguments):
        with platform.unit_of_work(meca.id) as work:
            return action(work, actor=actor, at=at, **arguments)

    batch = do(actions.stage_import, file_name=SAMPLE.name, content=content)
    own = {"batch_id": batch.id}
    do(actions.map_columns, **own, mapping={**batch.mapping, "joined": ""}, rules=RULES)
    do(actions.accept_proposals, **own, accept=True)
    do(actions.check_import, **own)
    with platform.unit_of_work(meca.id) as work:
        counts = queries.progress(work.session, batch.id)
        broken = next(
            row
            for row in queries.import_rows(work.session, batch.id, limit=200).rows
            if row.raw[0].startswith("RTE")
        )
    do(
        actions.correct_row,
        row_id=broken.id,
        corrections={"name": "RTE (Réseau de Transport d'Électricité)"},
    )
    do(actions.start_import, **own)
    while do(actions.carry_out_block, **own):
        pass

    with platform.unit_of_work(meca.id) as work:
        names = set(work.session.scalars(select(Organisation.name)))
        helix = queries.counts_by_helix(work.session)
        found = [row.name for row in queries.search(work.session, "hydro quebec")]
    levels = Counter(row.extra["category"] for news in heard for row in news.rows)
    assert (counts.total, counts.ready, counts.errors, counts.duplicates) == (78, 78, 0, 0)
    assert len(names) == 78
    assert "RTE (Réseau de Transport d'Électricité)" in names
    assert found == ["Hydro-Québec"]
    assert levels == {"strategic": 6, "general": 26, "associate": 46}
    assert helix[Helix.KNOWLEDGE] >= 20
    assert helix[Helix.CIVIL_SOCIETY] >= 8

    do(actions.start_undo, **own)
    while do(actions.undo_block, **own):
        pass

    with platform.unit_of_work(meca.id) as work:
        assert work.session.scalars(select(Organisation.id)).all() == []
        assert queries.get_batch(work.session, batch.id).status == BatchStatus.UNDONE
