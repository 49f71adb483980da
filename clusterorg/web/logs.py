"""One log line per request, with an id that the audit log and error pages share."""

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

log = logging.getLogger("clusterorg.web")
SHAPE = re.compile(r"[\w-]{8,64}")


def init_app(app: Flask) -> None:
    """Give each request an id and write its line."""
    logging.basicConfig(
        level=app.extensions["settings"].log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if SHAPE.fullmatch(given) else uuid4().hex
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        took = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
        log.info(
            "%s %s %s %.0fms %s",
            request.method,
            _path(),
            response.status_code,
            took,
            g.get("request_id"),
        )
        return response


def _path() -> str:
    """Return the path, or its pattern where it holds a secret: a log is not a place for links."""
    secret = request.url_rule is not None and "token" in (request.view_args or {})
    return str(request.url_rule) if secret else request.path
