"""How alike two organisations are: signals become reasons, reasons become a rank.

A shared number is near certain, a shared domain likely (subsidiaries share them), a name that
looks alike only a hint. The score orders candidates; it decides nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

NAME_THRESHOLD = 0.55  # trigram similarity of names without legal forms, 0 to 1


class Reason(StrEnum):
    """Why a candidate is shown."""

    IDENTIFIER = "identifier"
    WEB_DOMAIN = "web_domain"
    MAIL_DOMAIN = "mail_domain"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"


_WEIGHT = {
    Reason.IDENTIFIER: 100,
    Reason.SAME_NAME: 60,
    Reason.WEB_DOMAIN: 50,
    Reason.MAIL_DOMAIN: 40,
    Reason.SIMILAR_NAME: 40,
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One likeness of a known organisation; `strength` is 0 to 1, `detail` what is alike."""

    organisation_id: UUID
    name: str
    reason: Reason
    detail: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible duplicate, with its reasons, strongest first; `score` is 0 to 100."""

    organisation_id: UUID
    name: str
    score: int
    reasons: tuple[tuple[Reason, str], ...]


def rank(signals: Iterable[Signal], *, limit: int = 5) -> tuple[Candidate, ...]:
    """Return candidates, most alike first: the strongest reason plus a fifth of each other one."""
    by_id: dict[UUID, list[Signal]] = {}
    for signal in signals:
        by_id.setdefault(signal.organisation_id, []).append(signal)
    candidates = [_candidate(group) for group in by_id.values()]
    candidates.sort(key=lambda c: (-c.score, c.name, str(c.organisation_id)))
    return tuple(candidates[:limit])


def _candidate(signals: list[Signal]) -> Candidate:
    best: dict[Reason, Signal] = {}
    for signal in signals:
        if signal.reason not in best or signal.strength > best[signal.reason].strength:
            best[signal.reason] = signal
    if Reason.SAME_NAME in best:
        best.pop(Reason.SIMILAR_NAME, None)
    ordered = sorted(best.values(), key=lambda s: -_WEIGHT[s.reason] * s.strength)
    weights = [_WEIGHT[s.reason] * s.strength for s in ordered]
    return Candidate(
        organisation_id=signals[0].organisation_id,
        name=signals[0].name,
        score=min(100, round(weights[0] + sum(weights[1:]) / 5)),
        reasons=tuple((s.reason, s.detail) for s in ordered),
    )
