"""Refusals of saved views."""

from clusterorg.kernel.errors import Conflict, Forbidden, Invalid, NotFound, _


class ViewNotFound(NotFound):
    """No such view here, or it is somebody else's own."""

    code = "view_not_found"
    message = _("This view does not exist here.")


class ViewNameTaken(Conflict):
    """Two views of a list that the same people see have the same name."""

    code = "view_name_taken"
    message = _("This list already has a view with this name. Choose another name.")


class TooManyViews(Conflict):
    """A menu of views stays one that can be read."""

    code = "too_many_views"
    message = _("There are already %(limit)s views of this list. Delete one first.")


class ViewTooLarge(Invalid):
    """More filters than any address of a list has."""

    code = "view_too_large"
    message = _("A view keeps at most %(limit)s filters and columns. Take some away.")


class SharingForbidden(Forbidden):
    """What all colleagues see is not everybody's to change."""

    code = "sharing_forbidden"
    message = _("You may not change views that all colleagues see. Save one for yourself instead.")


class ViewNeedsPerson(Invalid):
    """Only a person has views of their own."""

    code = "view_needs_person"
    message = _("A program has no views of its own. Share the view with all colleagues.")
