"""Write the demo down, once: clusters, staff, settings, and their history."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pyotp
from rich.console import Console
from sqlalchemy import select, text

from clusterorg import wiring
from clusterorg.config import Settings
from clusterorg.demo.generating import applicants, organisations
from clusterorg.demo.history import History
from clusterorg.demo.labels import labelled
from clusterorg.demo.portal import give_sign_in
from clusterorg.demo.recipes import EMPTY, RECIPES, Recipe
from clusterorg.demo.setting_up import furnish
from clusterorg.demo.views import share_views
from clusterorg.domains.identity import actions as identity
from clusterorg.domains.identity import queries as identity_queries
from clusterorg.domains.identity.models import Cluster
from clusterorg.domains.identity.vocabulary import API_SCOPES, ClusterData, PasswordProof
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from clusterorg.kernel.unit_of_work import UnitOfWork

DEMO = Actor.system("demo")
PASSWORD = "smaak-meca-photonik"  # noqa: S105 - printed for everybody to use
OPERATOR = ("operator@clusterorg.example", "Robin", "De Wit")
FOUNDED_YEARS_AGO = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """Secrets of the demo, printed at each start."""

    api_key: str
    operator_secret: str
    operator_codes: list[str]


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of a cluster by role: actors for its history."""

    manager: Actor
    finance: Actor


def load_if_empty(settings: Settings, console: Console) -> None:
    """Load the demo unless clusters are there already; shows a progress bar."""
    platform = wiring.serving_platform(settings)
    with platform.session() as session:
        if session.scalar(select(Cluster.id).limit(1)) is not None:
            return
    console.print("Loading the demo: three clusters with two years of history …")
    shown = load(platform, now(), console)
    shown_file(settings).write_text(json.dumps(asdict(shown)))


def shown_file(settings: Settings) -> Path:
    """Return where the demo keeps the secrets that it prints."""
    return settings.var_dir / "shown.json"


def kept(settings: Settings) -> Shown | None:
    """Return the secrets that the demo prints; None when it was loaded before they were kept."""
    file = shown_file(settings)
    return Shown(**json.loads(file.read_text())) if file.exists() else None


def load(platform: Platform, at: datetime, console: Console | None = None) -> Shown:
    """Load the whole demo as of moment `at`; returns what it prints for everybody to use."""
    began = datetime.combine(date(at.year - FOUNDED_YEARS_AGO, 11, 1), time(9), UTC)
    with platform.unit_of_work() as work:
        secret, codes = add_operator(work, at)
    first, *_others = [load_cluster(platform, recipe, began, at, console) for recipe in RECIPES]
    create(platform, EMPTY["facts"], EMPTY["staff"], at)
    with platform.unit_of_work(first) as work:
        give_sign_in(work, password=PASSWORD, actor=DEMO, at=at)
        made = identity.create_api_key(work, name="Demo", scopes=API_SCOPES, actor=DEMO, at=at)
    forget_old_jobs(platform)
    return Shown(made.key, secret, codes)


def add_operator(work: UnitOfWork, at: datetime) -> tuple[str, list[str]]:
    """Add the operator with a second factor; return its secret and the recovery codes."""
    email, given, family = OPERATOR
    operator = identity.add_person(
        work, email=email, given_name=given, family_name=family, language="en",
        password=PASSWORD, is_operator=True, at=at,
    )  # fmt: skip
    proof = PasswordProof(operator.id, at)
    opened = identity.open_sign_in(work, person=operator, address="demo", user_agent="demo", at=at)
    identity.begin_enrolment(work, proof=proof, at=at)
    secret = str(operator.totp_secret)
    codes = identity.confirm_enrolment(
        work, proof=proof, sign_in_id=opened.sign_in_id, code=pyotp.TOTP(secret).at(at), at=at
    )
    identity.sign_out(work, sign_in_id=opened.sign_in_id, at=at)
    return secret, codes


def load_cluster(
    platform: Platform, recipe: Recipe, began: datetime, at: datetime, console: Console | None
) -> UUID:
    """Create one cluster and live through its two years; returns its id."""
    cluster_id = create(platform, recipe.facts, recipe.staff, began)
    staff = staff_of(platform, cluster_id, recipe)
    with platform.unit_of_work(cluster_id) as work:
        furnish(work, recipe, first_year=at.year - 1, actor=staff.manager, at=began)
        language = recipe.facts["default_language"]
        share_views(work, language=language, actor=staff.manager, at=began)
    today = local_date(at, recipe.facts["time_zone"])
    history = History(platform, cluster_id, recipe, staff.manager, staff.finance, today)
    made = labelled(recipe, organisations(recipe, today), today)
    history.live(made, applicants(recipe, today), console)
    return cluster_id


def create(platform: Platform, facts: Mapping[str, Any], staff: Any, at: datetime) -> UUID:
    """Create a cluster with its staff; everybody shares one pass phrase."""
    cluster_id = new_id()
    data = ClusterData(**{**facts, "languages": tuple(facts["languages"])})
    with platform.unit_of_work(cluster_id) as work:
        identity.create_cluster(work, data=data, actor=DEMO, at=at)
        for role, given, family in staff:
            person_id = person(work, staff_mail(role, facts["slug"]), given, family, facts, at)
            identity.give_seat(work, person_id=person_id, role=role, actor=DEMO, at=at)
    return cluster_id


def staff_mail(role: str, slug: str) -> str:
    """Return the address of a role; the one assessor works for all clusters."""
    return "assessor@clusterorg.example" if role == "assessor" else f"{role}@{slug}.example"


def person(
    work: UnitOfWork, email: str, given: str, family: str, facts: Mapping[str, Any], at: datetime
) -> UUID:
    """Return the person with this address, added when new."""
    known = identity_queries.find_person(work.session, email)
    if known is not None:
        return known.id
    return identity.add_person(
        work, email=email, given_name=given, family_name=family,
        language=facts["default_language"], password=PASSWORD, at=at,
    ).id  # fmt: skip


def staff_of(platform: Platform, cluster_id: UUID, recipe: Recipe) -> Staff:
    """Return manager and finance as actors."""
    found: dict[str, Actor] = {}
    with platform.session(cluster_id) as session:
        for role, given, family in recipe.staff:
            known = identity_queries.find_person(session, staff_mail(role, recipe.facts["slug"]))
            if known is not None:
                found[role] = Actor.person(known.id, f"{given} {family}")
    return Staff(found["manager"], found["finance"])


def forget_old_jobs(platform: Platform) -> None:
    """Drop the mails and prints of the past: nobody waits for two-year-old reminders.

    Documents are printed when somebody opens them.
    """
    with platform.unit_of_work() as work:
        work.session.execute(text("DELETE FROM procrastinate_jobs WHERE status = 'todo'"))
