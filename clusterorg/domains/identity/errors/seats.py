"""Refusals of seats."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class SeatNotFound(NotFound):
    """No such current seat in this cluster."""

    code = "seat_not_found"
    message = _("This seat does not exist here or has already ended.")


class SeatTaken(Conflict):
    """The person holds this role already."""

    code = "seat_taken"
    message = _("This person already has this role here.")


class LastOwner(Conflict):
    """A cluster keeps at least one owner who can sign in."""

    code = "last_owner"
    message = _("This is the only owner. Make somebody else owner first.")


class RoleUnknown(Invalid):
    """Not a role."""

    code = "role_unknown"
    message = _("Choose owner, manager, finance, viewer or assessor.")
