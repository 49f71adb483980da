"""The real member list of a real body, through the API into an empty cluster, to its dues run.

It has no helix and no numbers, levels instead of categories, and one name that lost its accents.
"""

import io
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from clusterorg.kernel.platform import Platform
from tests.support.api_samples import furnish, ok
from tests.support.cast import SMAAK, Cast, make_cast
from tests.support.jobs import run_jobs
from tests.support.openapi import ApiClient

SAMPLE = Path(__file__).parents[4] / "shared" / "samples" / "energy_foundation_members.csv"
DUES = {"strategic": 2_500_000, "general": 800_000, "associate": 0}
LEVELS = {"strategic": 6, "general": 26, "associate": 46}
EMPTY = {
    **SMAAK,
    "slug": "energynet",
    "name": "EnergyNet",
    "legal_name": "EnergyNet aisbl",
    "legal_form": "aisbl",
    "enterprise_number": "0001000385",
    "vat_number": "BE0001000385",
    "languages": ["en"],
    "default_language": "en",
    "stripe_account_id": "acct_energynet",
}


def sets(column: str, comparison: str, values: list[str], **results: str) -> dict[str, Any]:
    """Write a rule of the import."""
    named = {name.replace("__", "."): value for name, value in results.items()}
    return {"column": column, "comparison": comparison, "values": values, "results": named}


RULES = [
    *(sets("level", "equals", [level.title()], extra__category=level) for level in DUES),
    sets(
        "name",
        "contains",
        ["University", "Universiti", "EPFL", "Junia"],
        helix="knowledge",
        subgroup="university",
    ),
]
CORRECTIONS = {
    "RTE (Reseau de Transport dElectricite)": {"name": "RTE (Réseau de Transport d'Électricité)"},
    "Empa": {"helix": "knowledge", "subgroup": "research_centre"},
    "INESC TEC": {"helix": "knowledge", "subgroup": "research_centre"},
    "OpenUK": {"helix": "civil_society", "subgroup": "association"},
}


@pytest.fixture
def content() -> bytes:
    """The list, or a skip that says why; in CI its absence is a failure."""
    if not SAMPLE.exists():
        reason = f"The real member list is missing: ../shared/samples/{SAMPLE.name}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SAMPLE.read_bytes()


@pytest.fixture
def cluster(platform: Platform, smaak: Cast, meca: Cast) -> Cast:
    """An empty cluster beside two others."""
    return make_cast(platform, EMPTY)


@pytest.fixture
def energy(program: Any, platform: Platform, cluster: Cast) -> ApiClient:
    """A program of the empty cluster, with the levels as categories and a scheme for them."""
    api: ApiClient = program(cluster)
    furnish(api, platform, cluster, categories=DUES)
    return api


def test_the_energy_foundations_list_becomes_members_who_are_charged(
    energy: ApiClient, content: bytes, platform: Platform, stranger: ApiClient
) -> None:
    upload = {"file": (io.BytesIO(content), SAMPLE.name)}
    batch = ok(energy.post("/imports", data=upload, content_type="multipart/form-data"))
    path = f"/imports/{batch['id']}"
    mapping = {
        "name": "name",
        "level": "extra.category",
        "website": "website",
        "joined": "extra.joined_on",
        "reference": "note",
    }
    sent = {"mapping": mapping, "rules": RULES, "accept_proposals": True}
    ok(energy.put(f"{path}/mapping", sent, seen=f'"{batch["version"]}"'))
    tried = ok(energy.post(f"{path}/check"))["progress"]
    rows = every(energy, f"{path}/rows")
    for row in rows:
        if row["raw"][0] in CORRECTIONS:
            sent = {"corrections": CORRECTIONS[row["raw"][0]]}
            ok(energy.post(f"/import-rows/{row['id']}/corrections", sent))
    ok(energy.post(f"{path}/carry-out"))
    run_jobs(platform)

    done = energy.get(path).get_json()
    members = every(energy, "/members", status="active")
    helix = Counter(member["helix"] for member in members)
    assert (tried["total"], tried["errors"], tried["undecided"]) == (78, 0, 0)
    assert (done["status"], done["progress"]["created"]) == ("done", 78)
    assert Counter(member["category"] for member in members) == LEVELS
    assert "RTE (Réseau de Transport d'Électricité)" in [member["name"] for member in members]
    assert helix["knowledge"] >= 20
    assert helix["civil_society"] >= 8

    preview = energy.get("/dues-runs/preview?year=2026&limit=200").get_json()
    run = ok(energy.post("/dues-runs", {"year": 2026, "due_on": "2026-03-31"}, once="run"))
    run_jobs(platform, only="membership.carry_out_dues_run")

    owed = sum(DUES[level] * number for level, number in LEVELS.items())
    result = energy.get(f"/dues-runs/{run['id']}").get_json()
    invoices = every(energy, "/invoices")
    balance = energy.get("/ledger/trial-balance").get_json()["items"]
    assert preview["totals"]["charged_cents"] == owed
    assert (result["charged_cents"], result["failed"]) == (owed, 0)
    assert len(invoices) == 32
    assert sum(invoice["gross_cents"] for invoice in invoices) == owed
    assert len({invoice["number"] for invoice in invoices}) == 32
    assert sum(row["balance_cents"] for row in balance) == 0
    assert stranger.get("/members").get_json()["items"] == []


def every(api: ApiClient, path: str, **query: Any) -> list[dict[str, Any]]:
    """Return the rows of all pages of a list."""
    found: list[dict[str, Any]] = []
    while True:
        page = api.get(path, query_string={**query, "limit": 50}).get_json()
        found += page["items"]
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]
