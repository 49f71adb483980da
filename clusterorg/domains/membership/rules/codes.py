"""Codes of categories: short names for imports and programs."""

import re
from unicodedata import normalize

LONGEST = 40


def code_of(name: str) -> str:
    """Return a code for a name: "Associé (non-profit)" becomes "associe-non-profit"."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words)[:LONGEST].rstrip("-") or "category"
