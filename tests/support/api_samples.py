"""What API tests send again and again."""

from typing import Any

from werkzeug.test import TestResponse

from clusterorg.domains.identity.news import ClusterCreated
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.openapi import ApiClient


def organisation(name: str = "Noordzee Vis", **more: Any) -> dict[str, Any]:
    """A new business with an address and a size."""
    return {
        "name": name,
        "helix": "business",
        "subgroup": "enterprise",
        "email": "info@noordzee.example",
        "addresses": [
            {"street": "Havenlaan 12", "postcode": "8400", "city": "Oostende", "country": "BE"}
        ],
        "sizes": [{"year": 2025, "headcount_centi": 1250}],
        **more,
    }


def add_organisation(api: ApiClient, name: str = "Noordzee Vis", **more: Any) -> dict[str, Any]:
    """Add one through the API and return what came back."""
    response = api.post("/organisations", organisation(name, **more))
    assert response.status_code == 201, response.get_json()
    return dict(response.get_json())


EXEMPT = {
    "category": "E",
    "vatex_code": "VATEX-EU-132-1L",
    "legal_texts": {"en": "Exempt, art. 44, § 2, 11°", "nl": "Vrijgesteld, art. 44, § 2, 11°"},
    "valid_from": "2020-01-01",
    "approved_by": "An Peeters, accountant",
    "approved_on": "2020-01-01",
}
RATES = [
    {"cents": 120_000, "helix": "business"},
    {"cents": 50_000, "helix": "business", "size_class": "micro"},
    {"cents": 200_000, "helix": "knowledge"},
    {"cents": 0, "helix": "government"},
    {"cents": 40_000, "helix": "civil_society"},
]


def furnish(
    api: ApiClient,
    platform: Platform,
    cast: Cast,
    categories: dict[str, int] | None = None,
) -> None:
    """Give a cluster what a new one gets; decide VAT, categories and a scheme by the API.

    `categories` are codes and their yearly cents; by default one category priced by helix.
    """
    with platform.unit_of_work(cast.id) as work:
        work.publish(ClusterCreated(cast.id))
    for product in ("dues", "entry-fee"):
        ok(api.post(f"/products/{product}/vat", EXEMPT))
    for code in categories or ["full"]:
        ok(api.post("/categories", {"code": code, "names": {"en": f"{code.title()} member"}}))
    rates: list[dict[str, Any]] = [
        {"cents": cents, "category": code} for code, cents in (categories or {}).items()
    ]
    scheme = ok(api.post("/dues-schemes", {"valid_from": "2020-01-01", "rates": rates or RATES}))
    ok(api.post(f"/dues-schemes/{scheme['id']}/publish"))


def ok(response: TestResponse) -> dict[str, Any]:
    """Return the body of an answer that is no refusal."""
    assert response.status_code < 300, response.get_json()
    return dict(response.get_json())


def enterprise_number(seed: int = 1) -> str:
    """Return a valid Belgian enterprise number."""
    body = f"{4_000_000 + seed * 137:08}"
    return f"{body}{97 - int(body) % 97:02}"


def application(name: str = "Kust Garnaal", seed: int = 1, **more: Any) -> dict[str, Any]:
    """An application of a small company."""
    return {
        "organisation": {
            "name": name,
            "helix": "business",
            "subgroup": "enterprise",
            "identifiers": [{"scheme": "be_enterprise", "value": enterprise_number(seed)}],
            "addresses": [
                {"street": "Kaai 1", "postcode": "8380", "city": "Zeebrugge", "country": "BE"}
            ],
            "sizes": [{"year": 2025, "headcount_centi": 1200}],
            "contacts": [
                {"given_name": "Els", "family_name": "Maes", "email": f"els{seed}@garnaal.example"}
            ],
        },
        "category": "full",
        "language": "en",
        "consent": True,
        **more,
    }


def member(api: ApiClient, name: str = "Kust Garnaal", seed: int = 1) -> dict[str, Any]:
    """Apply and approve; return what approval made."""
    applied = ok(api.post("/applications", application(name, seed), once=f"apply-{seed}"))
    return ok(api.post(f"/applications/{applied['id']}/approve", {}, once=f"approve-{seed}"))
