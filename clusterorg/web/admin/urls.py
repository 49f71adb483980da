"""The admin's table of contents: each topic lists its own doors in `routes(door)`."""

from clusterorg.web.admin import (
    api_keys,
    applications,
    applications_steps,
    audit,
    categories,
    cluster,
    contacts,
    dues,
    duplicates,
    events,
    home,
    imports,
    imports_rows,
    imports_rules,
    imports_steps,
    invoices,
    invoices_new,
    invoices_steps,
    ledger,
    lost_factor,
    member_parts,
    members,
    memberships,
    payments,
    policy,
    products,
    scheme,
    search,
    seats,
    security,
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
    dues,
    invoices,
    invoices_new,
    invoices_steps,
    payments,
    ledger,
    imports,
    imports_rules,
    imports_rows,
    imports_steps,
    settings,
    categories,
    scheme,
    policy,
    products,
    events,
    # settings: the cluster and who may enter
    cluster,
    lost_factor,
    seats,
    security,
    api_keys,
    audit,
)


def register(door: Door) -> None:
    """Register the doors of every topic."""
    for topic in TOPICS:
        topic.routes(door)
