"""Idempotency-Key: a post that is sent twice acts once and is answered twice with the same words.

The key is claimed in the same transaction as the effect and the answer is stored there too: a crash
leaves neither. A refused request leaves its key free for the corrected one.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request

from clusterorg.kernel import idempotency
from clusterorg.kernel.errors import DomainError, Invalid, _
from clusterorg.web.api.mechanics.reading import request_mark
from clusterorg.web.context import current_actor
from clusterorg.web.work import unit_of_work

SHAPE = re.compile(r"[\x21-\x7e]{1,120}")
HEADERS = ("Location", "ETag")


class IdempotencyKeyMissing(DomainError):
    """A post that moves money came without a key."""

    code = "idempotency_key_missing"
    message = _("Send an Idempotency-Key (a new UUID), so that a repeated request acts once.")
    status = 400


class IdempotencyKeyInvalid(Invalid):
    """The key is too long or not printable."""

    code = "idempotency_key_invalid"
    message = _("An Idempotency-Key has 1 to 120 printable characters without spaces.")


def guarded(view: Callable[..., Response], *, required: bool) -> Callable[..., Response]:
    """Return the view that acts once per key; `required`: refuse to act without one."""

    @wraps(view)
    def once(*args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            if required:
                raise IdempotencyKeyMissing(field="Idempotency-Key")
            return view(*args, **kwargs)
        if not SHAPE.fullmatch(key):
            raise IdempotencyKeyInvalid(field="Idempotency-Key")
        return _claim_and_act(key, lambda: view(*args, **kwargs))

    return once


def _claim_and_act(key: str, act: Callable[[], Response]) -> Response:
    owner, asked = f"api:{current_actor().id}", idempotency.fingerprint(*request_mark())
    with unit_of_work() as work:
        stored = idempotency.claim(work.session, owner=owner, key=key, asked=asked)
        if stored is not None:
            return _replay(stored)
        response = act()
        idempotency.store_answer(work.session, owner=owner, key=key, answer=_kept(response))
        return response


def _kept(response: Response) -> dict[str, Any]:
    return {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in HEADERS if name in response.headers},
        "text": response.get_data(as_text=True),
    }


def _replay(stored: dict[str, Any]) -> Response:
    response = Response(stored["text"], stored["status"], stored["headers"])
    response.mimetype = "application/json"
    response.headers["Idempotent-Replayed"] = "true"
    return response
