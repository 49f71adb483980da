"""How a cluster looks in a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from clusterorg.domains.identity.models import Cluster

PRODUCT = "clusterorg"
PLAIN_COLOUR = "#33475b"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Branding:
    """Name, colour and ways to answer; the product's own when no cluster sends the mail."""

    name: str = PRODUCT
    legal_name: str = PRODUCT
    slug: str = ""
    colour: str = PLAIN_COLOUR
    email: str | None = None
    website: str | None = None
    address: str = ""
    time_zone: str = "Europe/Brussels"
    has_logo: bool = False

    @classmethod
    def of(cls, cluster: Cluster, *, has_logo: bool = False) -> Self:
        """The branding of a cluster."""
        return cls(
            name=cluster.name,
            legal_name=cluster.legal_name,
            slug=cluster.slug,
            colour=cluster.colour if _COLOUR.fullmatch(cluster.colour) else PLAIN_COLOUR,
            email=cluster.email,
            website=cluster.website,
            address=f"{cluster.street}, {cluster.postcode} {cluster.city}",
            time_zone=cluster.time_zone,
            has_logo=has_logo,
        )

    @property
    def on_colour(self) -> str:
        """Black or white, whichever reads better on the colour (WCAG contrast)."""
        return "#000000" if luminance(self.colour) > 0.179 else "#ffffff"


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
