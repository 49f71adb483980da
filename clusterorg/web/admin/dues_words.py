"""Why the dues run charges somebody, or does not, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from clusterorg.domains.membership.rules.reconcile import Proposed
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.i18n import gettext

REASON: dict[str, Any] = {
    "cancelled": _("Gave notice before the year begins."),
    "lapsed": _("The membership lapsed: the dues before were never paid."),
    "left": _("Left."),
    "none": _("Is no member."),
    "applicant": _("Has only applied so far."),
    "upcoming": _("The membership begins later."),
    "pays_next_year": _("Joined late in the year and pays from the next year on."),
    "booked": _("Is charged already, with the same amount."),
    "waived": _("The dues were waived by a decision."),
    "free": _("Owes nothing under the dues scheme."),
    "differs": _("Another amount is booked; this run was told not to correct."),
    "corrected": _("The earlier charge was credited and charged anew."),
}


def reason(code: str | None, params: Mapping[str, Any] | None = None) -> str:
    """Return the sentence of a reason: a word of the run, or the refusal of that code."""
    if not code:
        return ""
    if code in REASON:
        return str(REASON[code])
    refusal = next((kind for kind in _refusals(DomainError) if kind.code == code), None)
    if refusal is None:
        return code.replace("_", " ").capitalize()
    try:
        return gettext(refusal.message, **(params or {}))
    except KeyError:
        return gettext(refusal.message)


def sentence_of(proposed: Proposed) -> str:
    """Return why something is proposed, where it is no plain charge."""
    return reason(proposed.reason, proposed.params)


def _refusals(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _refusals(below)
