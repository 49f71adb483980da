"""The fourth cluster: new, with its staff and nothing else, for importing a real member list."""

from typing import Any

EMPTY: dict[str, Any] = {
    "facts": {
        "slug": "energie-nieuw",
        "name": "Energy Commons",
        "legal_name": "Energy Commons vzw",
        "legal_form": "vzw",
        "enterprise_number": "0001000385",
        "vat_number": "BE0001000385",
        "vat_status": "liable",
        "street": "Lichtplein 1",
        "postcode": "3000",
        "city": "Leuven",
        "country": "BE",
        "email": "info@energycommons.example",
        "phone": None,
        "website": None,
        "time_zone": "Europe/Brussels",
        "languages": ["en", "nl", "fr", "de"],
        "default_language": "en",
        "colour": "#7a1f5c",
        "iban": "BE43068999999501",
        "bic": "GKCCBEBB",
        "stripe_account_id": "acct_demo_energie",
    },
    "staff": [("owner", "Noor", "Van Acker"), ("manager", "Liam", "O'Shea")],
}
