"""A cluster with a category and the dues of SmaakKust (handbook 2.8), and organisations."""

from datetime import date

import pytest

from clusterorg.domains.membership import actions
from clusterorg.domains.membership.vocabulary import CategoryData, ProRata, RateData, SchemeData
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass
from clusterorg.kernel.ids import new_id

BUSINESS = {"micro": 50_000, "small": 120_000, "medium": 275_000, "large": 750_000}
RATES = (
    *(
        RateData(cents=cents, helix=Helix.BUSINESS, size_class=SizeClass(size))
        for size, cents in BUSINESS.items()
    ),
    RateData(cents=200_000, helix=Helix.KNOWLEDGE),
    RateData(cents=0, helix=Helix.GOVERNMENT),
    RateData(cents=40_000, helix=Helix.CIVIL_SOCIETY),
)


def scheme_data(**changes):
    facts = {"valid_from": date(2025, 1, 1), "rates": RATES, "pro_rata": ProRata.MONTH}
    return SchemeData(**{**facts, **changes})


@pytest.fixture
def category(smaak, work_for, at):
    with work_for(smaak) as work:
        return actions.add_category(
            work,
            data=CategoryData(code="full", names={"en": "Full member", "nl": "Gewoon lid"}),
            actor=smaak.actor(),
            at=at,
        )


@pytest.fixture
def scheme(smaak, category, work_for, at):
    with work_for(smaak) as work:
        made = actions.draft_scheme(work, data=scheme_data(), actor=smaak.actor(), at=at)
        return actions.publish_scheme(work, scheme_id=made.id, actor=smaak.actor(), at=at)


@pytest.fixture
def add(smaak, work_for, at):
    """Write an organisation down directly: `add("Bakkerij", declared_size="small")`."""

    def write(name, **facts):
        row = Organisation(
            id=new_id(),
            name=name,
            sort_name=name.lower(),
            match_name=name.lower(),
            search_text=name.lower(),
            is_startup=False,
            custom={},
            created_at=at,
            **{"helix": "business", "declared_size": "small", "language": "nl", **facts},
        )
        with work_for(smaak) as work:
            work.session.add(row)
        return row

    return write
