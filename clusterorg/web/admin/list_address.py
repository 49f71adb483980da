"""What the address of a list asks for; what it cannot mean is left out."""

import re
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import request

Choice = TypeVar("Choice", bound=StrEnum)
_REGION = re.compile("[A-Z]{2}[0-9A-Z]{0,3}")


def one(kind: type[Choice], name: str) -> Choice | None:
    """Return the first choice that there is, or None."""
    found = many(kind, name)
    return found[0] if found else None


def many(kind: type[Choice], name: str) -> list[Choice]:
    """Return the choices that there are."""
    known = {member.value for member in kind}
    return [kind(value) for value in request.args.getlist(name) if value in known]


def ids(name: str) -> tuple[UUID, ...]:
    """Return what is written as an id."""
    found = []
    for text in request.args.getlist(name):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return tuple(found)


def regions(name: str) -> tuple[str, ...]:
    """Return what is written as a NUTS code."""
    return tuple(code for code in request.args.getlist(name) if _REGION.fullmatch(code))
