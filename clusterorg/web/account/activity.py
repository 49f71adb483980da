"""After a request that wrote: note that the sign-in was used (decision 010)."""

from flask import Response, request

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.rules.lifetimes import SEEN_STEP
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_person
from clusterorg.web.work import unit_of_work

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def note(response: Response) -> Response:
    """Move the sign-in's `last_seen_at`, at most once in five minutes and never for a GET."""
    if request.method in READING or response.status_code >= 500:
        return response
    visitor = current_person()
    if visitor is not None and visitor.last_seen_at <= now() - SEEN_STEP:
        with unit_of_work() as work:
            actions.note_activity(work, sign_in_id=visitor.sign_in_id, at=now())
    return response
