"""After a request: note that a sign-in or an API key was used (decision 010)."""

from datetime import UTC, date
from uuid import UUID

from flask import Response, current_app, g, request

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.rules.lifetimes import SEEN_STEP
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_person
from clusterorg.web.database import request_session
from clusterorg.web.work import unit_of_work

READING = frozenset({"GET", "HEAD", "OPTIONS"})
MOST = 10_000


def note_person(response: Response) -> Response:
    """Move the sign-in's `last_seen_at`, at most once in five minutes and never for a GET."""
    if request.method in READING or response.status_code >= 500 or "api_key" in g:
        return response
    visitor = current_person()
    if visitor is not None and visitor.last_seen_at <= now() - SEEN_STEP:
        with unit_of_work() as work:
            actions.note_activity(work, sign_in_id=visitor.sign_in_id, at=now())
    return response


def note_key(response: Response) -> Response:
    """Defer the job that notes an API key's day of last use: once a day, key and process."""
    holder, at = g.get("api_key"), now()
    if holder is None or response.status_code >= 500:
        return response
    if holder.last_used_on is not None and holder.last_used_on.astimezone(UTC).date() == at.date():
        return response
    if _first_today(holder.id, at.date()):
        request_session().end_reading()  # what was asked is read; noting is a matter of its own
        with unit_of_work() as work:
            work.defer(
                "identity.note_key_used",
                cluster_id=str(holder.cluster_id),
                key_id=str(holder.id),
                at=at.isoformat(),
            )
    return response


def _first_today(key_id: UUID, today: date) -> bool:
    """Tell whether this process has not deferred the job for this key today."""
    noted: set[tuple[UUID, date]] = current_app.extensions.setdefault("noted_keys", set())
    if (key_id, today) in noted:
        return False
    if len(noted) >= MOST:
        noted.clear()
    noted.add((key_id, today))
    return True
