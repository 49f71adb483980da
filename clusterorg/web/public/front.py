"""The front of the house, and of a cluster: where to go from here."""

from typing import Any

from flask import redirect, url_for

from clusterorg.web.context import current_person
from clusterorg.web.looks.links import door


def index() -> Any:
    """Lead to one's clusters, or to the sign-in page."""
    if current_person() is None:
        return redirect(url_for("account.sign_in_show"))
    return redirect(door("account.clusters_index") or url_for("account.sign_in_show"))


def cluster() -> Any:
    """A cluster's bare address is its join page."""
    return redirect(url_for("public.join_index"))
