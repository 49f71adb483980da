"""Deliveries of Stripe. Nothing is done here but to verify and store: order and repetition are the
worker's business, and Stripe waits only some seconds for its answer."""

import logging
from typing import Any

from flask import jsonify, request

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.ports import BadSignature, PaymentRail
from clusterorg.kernel.clock import now
from clusterorg.web.context import platform
from clusterorg.web.errors import problem
from clusterorg.web.work import unit_of_work

log = logging.getLogger(__name__)
MAX_BYTES = 1024 * 1024


def receive() -> Any:
    """Store a signed delivery once and answer 200; 400 when it is not Stripe's, stale or no event.

    An event of an account nobody owns is answered 200 too: it is stored and put in quarantine, so
    that Stripe stops repeating it and a person can see it.
    """
    request.max_content_length = MAX_BYTES
    rail = platform().adapter(PaymentRail)
    try:
        event, body = rail.read_event(request.get_data(), dict(request.headers))
    except BadSignature as refusal:
        log.warning("delivery refused: %s", refusal)
        return problem(400, "bad_delivery", str(refusal))
    with unit_of_work() as work:
        billing.store_event(work, event=event, body=body, at=now())
    return jsonify(received=True)
