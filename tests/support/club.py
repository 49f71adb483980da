"""SmaakKust furnished as in the demo, for tests of the public pages and the portal."""

from datetime import date

from clusterorg.demo.recipes import SMAAKKUST
from clusterorg.demo.setting_up import MEMBER, furnish
from clusterorg.domains.identity.news import ClusterCreated
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast


def open_club(platform: Platform, cast: Cast) -> None:
    """Give the cluster its chart, products, category and published dues scheme from 2025."""
    with platform.unit_of_work(cast.id) as work:
        work.record("cluster.created", subject=("cluster", cast.id), actor=cast.actor(), at=AT)
        work.publish(ClusterCreated(cast.id))
    with platform.unit_of_work(cast.id) as work:
        furnish(work, SMAAKKUST, first_year=2025, actor=cast.actor(), at=AT)


def join_form(**changed: object) -> dict[str, object]:
    """Return a join form filled in by a new micro-enterprise."""
    filled = {
        "name": "Kaasmakerij De Duin bv",
        "helix": "business",
        "subgroup": "enterprise",
        "category": MEMBER,
        "enterprise_number": "0100.000.070",
        "headcount": "6",
        "street": "Kaai 3",
        "postcode": "8400",
        "city": "Oostende",
        "country": "BE",
        "given_name": "Els",
        "family_name": "Claes",
        "email": "els@deduin.example",
        "consent": "y",
    }
    filled.update(changed)
    return {name: value for name, value in filled.items() if value is not None}


THIS_YEAR = date.today().year  # noqa: DTZ011 - the pages under test use the real clock
