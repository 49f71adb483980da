"""The one desk that answers for everything that goes wrong.

Programs get application/problem+json (RFC 9457), people a page. Unknown errors are logged with the
request's id, which is all the visitor sees of them.
"""

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.shape_words import told

log = logging.getLogger("clusterorg.web")

SENTENCES = {
    400: lazy_gettext("The request could not be read. Go back, reload the page and try again."),
    401: lazy_gettext("Send a valid API key as 'Authorization: Bearer …'."),
    403: lazy_gettext("You do not have the right to do this. Ask an owner of the cluster."),
    404: lazy_gettext("There is nothing here under this address."),
    405: lazy_gettext("This address does not take that kind of request."),
    413: lazy_gettext("The upload is too large."),
    415: lazy_gettext("Send this as application/json."),
    422: lazy_gettext("Some values are not right."),
    428: lazy_gettext("Send the ETag you read as If-Match."),
    429: lazy_gettext("Too many tries. Wait a moment."),
    500: lazy_gettext("Something went wrong on our side. Nothing was changed."),
}


def wants_problem() -> bool:
    """Tell whether the visitor is a program."""
    return request.path.startswith(("/api/", "/hooks/", "/healthz", "/readyz"))


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """Return an application/problem+json answer."""
    body = {
        "type": f"urn:clusterorg:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": g.get("request_id"),
        **more,
    }
    answer = jsonify(body)
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def on_refusal(error: DomainError) -> Any:
    """Answer a refusal that no form has shown."""
    if wants_problem():
        errors = {error.field: [error.text()]} if error.field else {}
        answer = problem(error.status, error.code, error.text(), errors=errors)
    else:
        answer = make_response(_page(error.status, error.text()))
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = str(error.params["seconds"])
    return answer


def on_bad_shape(error: ValidationError) -> Any:
    """Answer values that do not fit a schema."""
    return problem(422, "bad_shape", str(SENTENCES[422]), errors=told(error.normalized_messages()))


def on_http(error: HTTPException) -> Any:
    """Answer Flask's own refusals (and abort)."""
    if error.response is not None:
        return error.response
    status = error.code or 500
    sentence = str(SENTENCES.get(status) or error.description or "")
    if wants_problem():
        code = HTTPStatus(status).phrase.lower().replace(" ", "_")
        answer = problem(status, code, sentence)
        if status == HTTPStatus.UNAUTHORIZED:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="clusterorg"'
        return answer
    return _page(status, sentence)


def on_fault(error: Exception) -> Any:
    """Answer a bug: log it with the request's id, show the id and nothing else."""
    log.exception("fault in request %s", g.get("request_id"), exc_info=error)
    return on_http(InternalServerError())


def _page(status: int, sentence: str) -> Any:
    titles = {404: _("Not found"), 403: _("Not allowed"), 409: _("Changed in the meantime")}
    title = titles.get(status) or (_("Sorry") if status >= 500 else _("This did not work"))
    return render_template("errors/error.html", title=title, sentence=sentence), status


def init_app(app: Flask) -> None:
    """Sit down at the desk."""
    app.register_error_handler(DomainError, on_refusal)
    app.register_error_handler(ValidationError, on_bad_shape)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_fault)
