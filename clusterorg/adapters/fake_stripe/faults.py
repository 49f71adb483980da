"""Misbehaviour on request: what `/_control` switches on and the rest of the fake obeys."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class Failure:
    """An API call that is to fail.

    when: "before" the effect or "after" it.
    remembered: whether the failure is what the idempotency key replays (Stripe does that when its
    own code failed; an answer lost on the way is not remembered).
    """

    path: str
    status: int = 500
    when: str = "after"
    remembered: bool = False
    times: int = 1


@dataclass
class Faults:
    """The faults in force."""

    failures: list[Failure] = field(default_factory=list)
    duplicate: int = 0
    drop: int = 0
    holding: bool = False
    bad_signature: bool = False
    signature_age: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def failure_for(self, path: str, when: str) -> Failure | None:
        """The failure that strikes this call now, used up by one."""
        with self._lock:
            for failure in self.failures:
                if failure.when == when and failure.times > 0 and failure.path == path:
                    failure.times -= 1
                    return failure
        return None

    def take_drop(self) -> bool:
        """Whether the next event is to be lost."""
        with self._lock:
            if self.drop <= 0:
                return False
            self.drop -= 1
            return True

    def take_duplicate(self) -> bool:
        """Whether the next event is to be delivered twice."""
        with self._lock:
            if self.duplicate <= 0:
                return False
            self.duplicate -= 1
            return True

    def clear(self) -> None:
        """Behave again."""
        with self._lock:
            self.failures.clear()
            self.duplicate = self.drop = self.signature_age = 0
            self.holding = self.bad_signature = False
