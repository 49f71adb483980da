"""The SDK's exceptions, said in billing's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from clusterorg.domains.billing.ports import (
    RailError,
    RailObjectUnknown,
    RailRefused,
    RailUnavailable,
)

_AGAIN_LATER = (stripe.APIConnectionError, stripe.RateLimitError)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise RailUnavailable, RailObjectUnknown or RailRefused instead of the SDK's error."""
    try:
        yield
    except stripe.StripeError as error:
        raise translate(error) from error


def translate(error: stripe.StripeError) -> RailError:
    """The rail error for an SDK error, with code and request id for the log."""
    status = error.http_status or 0
    words = _words(error)
    # A 409 is another call under the same key still at work; the SDK raises it as APIError.
    if isinstance(error, _AGAIN_LATER) or status >= 500 or status == 409:
        return RailUnavailable(words)
    if status == 404 or error.code == "resource_missing":
        return RailObjectUnknown(words)
    if isinstance(error, stripe.APIError):
        return RailUnavailable(words)  # an answer that could not be read
    return RailRefused(words)


def _words(error: stripe.StripeError) -> str:
    marks = [mark for mark in (error.code, error.request_id) if mark]
    text = error.user_message or type(error).__name__
    return f"{text} ({', '.join(marks)})" if marks else text
