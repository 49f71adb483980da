"""What API tests send again and again."""

from typing import Any

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
