"""Who does something: a person, an API key, the public, or the system in someone's name."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as the audit log will remember them: the name is copied, not linked."""

    kind: str
    name: str
    id: UUID | None = None

    @classmethod
    def person(cls, person_id: UUID, name: str) -> Self:
        """A signed-in person."""
        return cls("person", name, person_id)

    @classmethod
    def api_key(cls, key_id: UUID, name: str) -> Self:
        """A program that holds an API key."""
        return cls("api_key", name, key_id)

    @classmethod
    def public(cls, name: str = "visitor") -> Self:
        """Somebody who has not signed in."""
        return cls("public", name)

    @classmethod
    def system(cls, name: str) -> Self:
        """A job or a command; `name` says which."""
        return cls("system", name)

    @classmethod
    def provider(cls, name: str) -> Self:
        """An outside service that reports something, such as Stripe."""
        return cls("provider", name)
