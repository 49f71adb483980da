"""Throttling on facts: failed attempts in sliding windows, by account and by network address.

Limits of 2026-03 (after OWASP ASVS 5.0, 6.3.1, and NIST SP 800-63B-4, 3.2.2: at most 100 failures
in a row). Nobody is locked out for good: a window slides on, and a mail link always leads back in.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clusterorg.domains.identity.vocabulary import AttemptKind


class By(StrEnum):
    """Which attempts a limit counts together."""

    ACCOUNT_AND_ADDRESS = "account_and_address"
    ACCOUNT = "account"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within a window; the next attempt waits until one has slid out of it."""

    by: By
    failures: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt, as far as throttling looks at it."""

    email: str
    address: str
    at: datetime
    succeeded: bool = False


QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

LIMITS: dict[AttemptKind, tuple[Limit, ...]] = {
    AttemptKind.PASSWORD: (
        # One person who mistypes: five tries, then a pause of a coffee.
        Limit(By.ACCOUNT_AND_ADDRESS, 5, QUARTER),
        # Many machines on one account: slow enough that guessing is hopeless, and high enough that
        # a stranger cannot easily keep the owner out.
        Limit(By.ACCOUNT, 30, HOUR),
        # One machine on many accounts; a whole office may share an address, hence not lower.
        Limit(By.ADDRESS, 40, QUARTER),
    ),
    AttemptKind.SECOND_FACTOR: (
        # Who comes here knows the password. Six digits, three valid at a time: 20 tries a day
        # leave an attacker 1 chance in 16,000.
        Limit(By.ACCOUNT, 5, QUARTER),
        Limit(By.ACCOUNT, 20, DAY),
    ),
    AttemptKind.RESET_REQUEST: (
        # Every request counts, not only failures: this guards a mailbox against floods.
        Limit(By.ACCOUNT, 3, HOUR),
        Limit(By.ADDRESS, 20, HOUR),
    ),
    AttemptKind.PUBLIC_MAIL: (
        # Anybody may have a mail sent to any address by a public form: every request counts. High
        # enough for a stand at a fair, where many companies apply from one address.
        Limit(By.ACCOUNT, 6, HOUR),
        Limit(By.ADDRESS, 60, HOUR),
    ),
    AttemptKind.INVITATION: (
        # A member's contact invites colleagues; the "address" is the inviter. Enough for a whole
        # team in one sitting, too little for a list of strangers.
        Limit(By.ACCOUNT, 3, HOUR),
        Limit(By.ADDRESS, 20, HOUR),
        Limit(By.ADDRESS, 50, DAY),
    ),
}


def longest_window(kind: AttemptKind) -> timedelta:
    """Return how far back one has to look for attempts of a kind."""
    return max(limit.window for limit in LIMITS[kind])


def waiting_time(
    kind: AttemptKind,
    attempts: Sequence[Attempt],
    *,
    email: str,
    address: str,
    at: datetime,
    only: By | None = None,
) -> timedelta:
    """Return how long this account from this address has to wait; nought: it may try now.

    `attempts` are those of the kind, in any order, that touch the account or the address.
    """
    waits = [
        _wait(limit, _failures(limit.by, attempts, email, address), at)
        for limit in LIMITS[kind]
        if only in (None, limit.by)
    ]
    return max(waits, default=timedelta(0))


def minutes(wait: timedelta) -> int:
    """Return whole minutes, rounded up, as one tells a person."""
    return max(1, math.ceil(wait.total_seconds() / 60))


def _failures(by: By, attempts: Sequence[Attempt], email: str, address: str) -> Sequence[datetime]:
    counted = [attempt for attempt in attempts if _counts(by, attempt, email, address)]
    if by is By.ACCOUNT_AND_ADDRESS:
        # Who got in from here has shown that the earlier failures were their own slips. For the
        # other limits a success proves nothing: the owner's must not clear an attacker's tally.
        last = max((one.at for one in counted if one.succeeded), default=None)
        counted = [one for one in counted if last is None or one.at > last]
    return [one.at for one in counted if not one.succeeded]


def _counts(by: By, attempt: Attempt, email: str, address: str) -> bool:
    same_account = attempt.email.casefold() == email.casefold()
    same_address = attempt.address == address
    if by is By.ACCOUNT:
        return same_account
    if by is By.ADDRESS:
        return same_address
    return same_account and same_address


def _wait(limit: Limit, moments: Sequence[datetime], at: datetime) -> timedelta:
    recent = sorted((m for m in moments if m > at - limit.window), reverse=True)
    if len(recent) < limit.failures:
        return timedelta(0)
    return recent[limit.failures - 1] + limit.window - at
