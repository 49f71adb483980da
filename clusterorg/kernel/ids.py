"""Identifiers: UUIDv7, made in Python because PostgreSQL before 18 has no uuidv7()."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a new time-ordered UUIDv7."""
    return uuid7()
