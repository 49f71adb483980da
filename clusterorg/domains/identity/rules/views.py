"""What a saved view may hold, and who may change it."""

from collections.abc import Mapping, Sequence

from clusterorg.domains.identity.errors import SharingForbidden, ViewNotFound, ViewTooLarge
from clusterorg.domains.identity.vocabulary import ViewKeeper

NAME_LENGTH = 60
MOST_VIEWS = 40
MOST_VALUES = 100
LONGEST_VALUE = 200


def check_arguments(arguments: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return a list's arguments as they are kept, empty ones left out. Raises ViewTooLarge."""
    kept = {name: [value for value in values if value] for name, values in arguments.items()}
    values = [value for name in kept for value in (name, *kept[name])]
    too_long = any(len(value) > LONGEST_VALUE for value in values)
    if too_long or len(values) > MOST_VALUES:
        raise ViewTooLarge(field="arguments", limit=MOST_VALUES)
    return {name: values for name, values in kept.items() if values}


def check_may_change(owner: object, by: ViewKeeper) -> None:
    """Refuse who may not change a view: `owner` is a person's id, None for a shared one.

    Raises ViewNotFound (somebody else's own is not there) or SharingForbidden.
    """
    if owner is None:
        if not by.shares:
            raise SharingForbidden()
    elif owner != by.person_id:
        raise ViewNotFound()
