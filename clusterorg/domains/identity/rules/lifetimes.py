"""How long things last. Each limit is a constant with its reason."""

from datetime import datetime, timedelta

# A sign-in ends at the latest after a week, however busy: a stolen cookie does not live for ever.
ABSOLUTE = timedelta(days=7)

# Between password and second factor one fetches a phone, not lunch.
SECOND_FACTOR_WAIT = timedelta(minutes=10)

# `last_seen_at` is coarse on purpose: one write in five minutes, not one per request.
SEEN_STEP = timedelta(minutes=5)

# A typed password, also a sign-in's, is believed for ten minutes by the verbs that ask for it: long
# enough to fetch a phone and install an app on it.
PROOF = timedelta(minutes=10)

# A reset link is asked for by somebody who sits waiting; an invitation may lie over a holiday week.
RESET_LINK = timedelta(hours=1)
INVITATION_LINK = timedelta(days=14)

# Facts for throttling are personal data: kept as long as an incident takes to be noticed.
KEEP_ATTEMPTS = timedelta(days=30)
KEEP_ENDED_SIGN_INS = timedelta(days=90)


def is_live(
    *,
    created_at: datetime,
    last_seen_at: datetime,
    revoked_at: datetime | None,
    second_factor_due: bool,
    at: datetime,
    idle: timedelta,
) -> bool:
    """Tell whether a sign-in still counts at moment `at`.

    `second_factor_due`: the person has a second factor and this sign-in has not shown it yet; such
    a sign-in opens nothing but the page that asks for the code, and that only briefly.
    """
    if revoked_at is not None or at >= created_at + ABSOLUTE or at >= last_seen_at + idle:
        return False
    return not second_factor_due or at < created_at + SECOND_FACTOR_WAIT
