"""Where a refusal of a domain is shown: its field renamed to the field of the form on the page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from clusterorg.kernel.errors import DomainError


@contextmanager
def shown_at(names: Mapping[str, str]) -> Iterator[None]:
    """Rename the field of a refusal raised inside; a name that ends in '.' stands for a prefix.

    {"identifiers.0.value": "vat_number", "address.": ""} shows `address.city` at `city`.
    """
    try:
        yield
    except DomainError as refusal:
        refusal.field = _renamed(refusal.field, names)
        raise


def _renamed(field: str | None, names: Mapping[str, str]) -> str | None:
    if field is None or field in names:
        return names.get(field or "")
    for prefix, instead in names.items():
        if prefix.endswith(".") and field.startswith(prefix):
            return instead + field.removeprefix(prefix)
    return field
