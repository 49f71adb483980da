"""The ground of the benchmarks: a database of its own with 50 clusters, one of 10,000 members."""

import csv
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from clusterorg import config, wiring
from clusterorg.config import Settings
from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.identity import actions as identity
from clusterorg.domains.identity.vocabulary import API_SCOPES, ClusterData
from clusterorg.domains.membership import actions as membership
from clusterorg.domains.membership.vocabulary import CategoryData, RateData, SchemeData
from clusterorg.domains.organisations import actions as organisations
from clusterorg.kernel import embedded, migrations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform, make_engine
from tests.support import database

MEMBERS = 10_000
OTHERS, OTHER_MEMBERS = 49, 200
SLUG = "bench"
BENCH = Actor.system("bench")
WORDS = ("Bakkerij", "Usinage", "Optik", "Robotica", "Zuivel", "Fonderie", "Laser", "Koelhuis")
CORES = ("Aster", "Boreas", "Cedron", "Delphi", "Esker", "Fontis", "Galop", "Helion", "Iridis")
PASSWORD = "a pass phrase for the bench"


@dataclass
class Ground:
    """What the measurements stand on."""

    url: str
    settings: Settings
    platform: Platform
    cluster_id: UUID
    key: str = ""


def member_list(count: int, seed: str) -> bytes:
    """Return a CSV member list: valid numbers, all sizes, some duplicates by mail domain only."""
    dice = random.Random(seed)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["name", "helix", "enterprise number", "website", "postcode", "city", "country",
         "headcount", "category", "joined"]
    )  # fmt: skip
    start = 10_000_000 + dice.randrange(50) * 1_000_000
    for n in range(count):
        base = start + n
        name = f"{dice.choice(WORDS)} {dice.choice(CORES)} {seed} {n}"
        rows.writerow(
            [name, "business", f"{base:08d}{97 - base % 97:02d}", f"https://{seed}{n}.example",
             "9000", "Gent", "BE", dice.randint(1, 400), "member", "2025-01-01"]
        )  # fmt: skip
    return out.getvalue().encode()


def make_cluster(platform: Platform, slug: str, number: int) -> UUID:
    """Create a cluster that can charge dues; `number` makes its enterprise number."""
    base = 40_000 + number
    enterprise = f"{base:08d}{97 - base % 97:02d}"
    cluster_id, at = new_id(), datetime(2025, 1, 1, 9, tzinfo=UTC)
    with platform.unit_of_work(cluster_id) as work:
        data = ClusterData(
            slug=slug, name=slug, legal_name=f"{slug} vzw", legal_form="vzw", street="Kaai 1",
            postcode="9000", city="Gent", email=f"info@{slug}.example", languages=("nl", "en"),
            default_language="nl", iban="BE56363123456788", bic="BBRUBEBB",
            enterprise_number=enterprise, vat_number=f"BE{enterprise}",
        )  # fmt: skip
        identity.create_cluster(work, data=data, actor=BENCH, at=at)
    with platform.unit_of_work(cluster_id) as work:
        for product in ("dues", "entry-fee"):
            billing.set_vat(
                work, product_code=product, decision=VatDecision(VatCategory.STANDARD, 2100),
                valid_from=date(2024, 1, 1), approved_by="bench", approved_on=date(2024, 1, 1),
                actor=BENCH, at=at,
            )  # fmt: skip
        category = CategoryData(code="member", names={"en": "Member", "nl": "Lid"})
        membership.add_category(work, data=category, actor=BENCH, at=at)
        scheme = membership.draft_scheme(
            work,
            data=SchemeData(valid_from=date(2025, 1, 1), rates=(RateData(cents=100_000),)),
            actor=BENCH,
            at=at,
        )
        membership.publish_scheme(work, scheme_id=scheme.id, actor=BENCH, at=at)
    return cluster_id


def import_members(platform: Platform, cluster_id: UUID, content: bytes) -> None:
    """Import a member list with the same steps as the page and the job."""
    with platform.unit_of_work(cluster_id) as work:
        batch_id = organisations.stage_import(
            work, file_name="members.csv", content=content, actor=BENCH, at=now()
        ).id
    with platform.unit_of_work(cluster_id) as work:
        organisations.check_import(work, batch_id=batch_id, actor=BENCH, at=now())
    with platform.unit_of_work(cluster_id) as work:
        organisations.start_import(work, batch_id=batch_id, actor=BENCH, at=now())
    more = True
    while more:
        with platform.unit_of_work(cluster_id) as work:
            more = organisations.carry_out_block(work, batch_id=batch_id, actor=BENCH, at=now())


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Make the database, the clusters and an API key; drop the database at the end."""
    server, name = embedded.start(database.ROOT / "var" / "test-postgres"), "bench"
    database.drop_database(server, name)
    owner = embedded.ensure_database(server, name)
    migrations.upgrade(owner)
    url = embedded.as_app_role(owner)
    settings = config.load(
        {}, secret_key="bench " * 8, database_url=url, var_dir=folder, secure_cookies=False,
        log_level="ERROR",
    )  # fmt: skip
    engine = make_engine(url)
    platform = wiring.make_platform(settings, engine)
    cluster_id = make_cluster(platform, SLUG, 0)
    try:
        yield Ground(url, settings, platform, cluster_id)
    finally:
        engine.dispose()
        database.drop_database(server, name)


def settle(on: Ground) -> None:
    """Fill the other clusters, make the key, and let the planner know what is there."""
    for n in range(OTHERS):
        other = make_cluster(on.platform, f"other{n}", n + 1)
        import_members(on.platform, other, member_list(OTHER_MEMBERS, f"o{n}"))
    with on.platform.unit_of_work(on.cluster_id) as work:
        on.key = identity.create_api_key(
            work, name="bench", scopes=API_SCOPES, actor=BENCH, at=now()
        ).key
        person = identity.add_person(
            work, email="manager@bench.example", given_name="Ben", family_name="Ch",
            language="en", password=PASSWORD, at=now(),
        )  # fmt: skip
        identity.give_seat(work, person_id=person.id, role="manager", actor=BENCH, at=now())
    owner = embedded.admin_engine(on.url.replace("clusterorg_app", "postgres"))
    with owner.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    owner.dispose()
