"""The admin's table of contents: each topic lists its own doors in `routes(door)`."""

from clusterorg.web.admin import (
    applications,
    applications_steps,
    categories,
    contacts,
    duplicates,
    home,
    invoices,
    invoices_new,
    invoices_steps,
    ledger,
    member_parts,
    members,
    memberships,
    payments,
    policy,
    products,
    scheme,
    search,
    settings,
    tags,
)
from clusterorg.web.guard import Door

TOPICS = (
    home,
    search,
    members,
    member_parts,
    contacts,
    tags,
    duplicates,
    # applications, money, imports
    applications,
    applications_steps,
    memberships,
    invoices,
    invoices_new,
    invoices_steps,
    payments,
    ledger,
    settings,
    categories,
    scheme,
    policy,
    products,
)


def register(door: Door) -> None:
    """Register the doors of every topic."""
    for topic in TOPICS:
        topic.routes(door)
