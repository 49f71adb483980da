"""`Idempotency-Key`: the first answer is kept and given again to the same request."""

from __future__ import annotations

import hashlib

from clusterorg.adapters.fake_stripe.problems import StripeProblem
from clusterorg.adapters.fake_stripe.store import Store, StripeDict

MAX_KEY_LENGTH = 255


def fingerprint(verb: str, path: str, body: str) -> str:
    """What must be equal for a request to count as the same."""
    return hashlib.sha256(f"{verb} {path}\n{body}".encode()).hexdigest()


def kept_answer(store: Store, account: str, key: str, print_of_call: str) -> StripeDict | None:
    """The stored answer, or None the first time; another request under the key is refused."""
    if len(key) > MAX_KEY_LENGTH:
        raise StripeProblem(
            "An idempotency key has at most 255 characters.", type="idempotency_error"
        )
    kept = store.answers.get(f"{account} {key}")
    if kept is None:
        return None
    if kept["fingerprint"] != print_of_call:
        raise StripeProblem(
            "Keys for idempotent requests can only be used with the same parameters they were "
            f"first used with. Try using a key other than '{key}' for a different request.",
            type="idempotency_error",
        )
    return kept


def keep_answer(
    store: Store, account: str, key: str, print_of_call: str, status: int, body: StripeDict
) -> None:
    """Store an answer. Refusals by validation are not stored, so a mended request may reuse it."""
    store.answers[f"{account} {key}"] = {
        "fingerprint": print_of_call,
        "status": status,
        "body": body,
    }
