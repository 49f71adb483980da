"""How many organisations one piece of bulk work may touch."""

from clusterorg.domains.organisations.errors import TooManyAtOnce

MOST_AT_ONCE = 20_000


def check_number(number: int, *, field: str = "organisation_ids") -> None:
    """Refuse more than one unit of work should hold. Raises TooManyAtOnce."""
    if number > MOST_AT_ONCE:
        raise TooManyAtOnce(field=field, limit=MOST_AT_ONCE)
