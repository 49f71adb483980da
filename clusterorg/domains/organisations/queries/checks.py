"""Checks that other domains need before anything is written: the form of data, the size class."""

from datetime import date

from clusterorg.domains.organisations.rules.complete import complete
from clusterorg.domains.organisations.rules.size import size_class
from clusterorg.domains.organisations.vocabulary import OrganisationData, SizeClass


def checked(data: OrganisationData) -> OrganisationData:
    """Return the data as it would be stored, the cluster's own fields left out.

    Raises the refusal of the first rule broken (see rules.complete).
    """
    return complete(data, ())


def class_of_data(data: OrganisationData, on: date) -> SizeClass | None:
    """Return the size class by the newest headcount up to a day's year, else the declared one."""
    known = [size for size in data.sizes if size.year <= on.year]
    if not known:
        return data.declared_size
    return size_class(max(known, key=lambda size: size.year).headcount_centi, on)
