"""Refusals: one base class, a stable code, a sentence that says what to do, and the field.

Three gates raise them: shape (schemas), rule (actions) and the last wall (named constraints that
`translate_integrity_error` turns back into the same codes).
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy.exc import IntegrityError

from clusterorg.kernel.i18n import gettext


def _(message: str) -> str:
    """Mark a sentence for translation; it is translated when it is read."""
    return message


class DomainError(Exception):
    """A refusal that a person can act on: a stable `code`, a translatable `message`."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = _("This is not possible.")
    status: ClassVar[int] = 422
    words: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    """Of a value that is a code: the word for each, marked for translation."""

    def __init__(self, field: str | None = None, **params: Any) -> None:
        super().__init__(self.code)
        self.field = field
        self.params = params

    def text(self, locale: str | None = None) -> str:
        """Return the sentence in `locale` (default: the one in use), with its values filled in."""
        return gettext(self.message, locale=locale, **self._told(locale))

    def _told(self, locale: str | None) -> dict[str, Any]:
        """Return the values of the sentence, a code by its word."""
        told = dict(self.params)
        for name, words in self.words.items():
            if told.get(name) in words:
                told[name] = gettext(words[told[name]], locale=locale)
        return told

    def __str__(self) -> str:
        where = f" [{self.field}]" if self.field else ""
        return f"{self.code}{where}: {self.message % self.params if self.params else self.message}"


class Invalid(DomainError):
    """The input breaks a rule."""

    code = "invalid"
    status = 422


class NotFound(DomainError):
    """There is no such thing here; another cluster's row is not found either."""

    code = "not_found"
    message = _("There is nothing here under this address.")
    status = 404


class Conflict(DomainError):
    """The input is fine but the present state does not allow it."""

    code = "conflict"
    message = _("Someone changed this in the meantime. Look at the new values and try again.")
    status = 409


class Forbidden(DomainError):
    """The actor may not do this."""

    code = "forbidden"
    message = _("You do not have the right to do this. Ask an owner of the cluster.")
    status = 403


class StaleEdit(Conflict):
    """The row was changed after it was read (optimistic lock, If-Match)."""

    code = "stale_edit"
    status = 409


class ConstraintBroken(Conflict):
    """A database rule refused, and no domain has given it a sentence of its own."""

    code = "constraint_broken"
    message = _("The database refused this because of its rule %(constraint)s. Nothing was saved.")


_constraints: dict[str, type[DomainError]] = {}


def register_constraints(errors: dict[str, type[DomainError]]) -> None:
    """Tell which error a named database constraint stands for. Wiring calls this per domain."""
    _constraints.update(errors)


def translate_integrity_error(error: IntegrityError) -> DomainError:
    """Return the refusal that a broken constraint stands for."""
    diagnosis = getattr(error.orig, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    refusal = _constraints.get(name)
    return refusal() if refusal else ConstraintBroken(constraint=name or "?")
