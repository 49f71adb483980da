"""Roles and what follows from them."""

from collections.abc import Iterable

from clusterorg.domains.identity.errors import RoleUnknown
from clusterorg.domains.identity.vocabulary import ROLE_PERMISSIONS, STAFF_ROLES, Role


def check_role(role: str, *, field: str = "role") -> Role:
    """Return the role; raises RoleUnknown."""
    try:
        return Role(role)
    except ValueError:
        raise RoleUnknown(field=field) from None


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return everything the holder of these roles may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[Role(role)] for role in roles))


def must_enrol(*, cluster_requires: bool, has_second_factor: bool, roles: Iterable[str]) -> bool:
    """Tell whether these seats stay closed until their holder has a second factor.

    Staff only: assessors and members' contacts keep accounts of their own.
    """
    is_staff = any(role in STAFF_ROLES for role in roles)
    return cluster_requires and is_staff and not has_second_factor
