"""Addresses that other programs call with news. The sender proves itself by its signature."""

from clusterorg.web.guard import Door
from clusterorg.web.hooks import stripe
from clusterorg.web.pages import csrf


def register(door: Door) -> None:
    """List the addresses."""
    door.post("/stripe", csrf.exempt(stripe.receive))
