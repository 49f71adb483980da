"""Reading requests strictly: real JSON, no unknown fields, nothing PostgreSQL cannot keep."""

import json
from typing import Any, NoReturn

from flask import Request, abort, request
from marshmallow import RAISE, Schema, ValidationError
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from clusterorg.kernel.errors import DomainError, _
from clusterorg.kernel.shapes import flatten

JSON_TYPES = ("application/json", "application/merge-patch+json")


class MalformedJson(DomainError):
    """The body is not JSON."""

    code = "malformed_json"
    message = _("The body is not valid JSON. Look near character %(position)s.")
    status = 400


class StrictParser(FlaskParser):
    """webargs with our answers: 400 malformed, 415 wrong type, 422 with messages per field."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        "multipart": RAISE,
    }
    __location_map__ = {**FlaskParser.__location_map__, "multipart": "load_multipart"}

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the parsed body; an empty one counts as an object without fields."""
        body = req.get_data(cache=True)
        if req.mimetype not in JSON_TYPES and (body or req.mimetype):
            abort(415)
        return readable(parse(body)) if body else missing

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Return the query string, when it holds only text that can be kept."""
        readable(req.args.to_dict(flat=False))
        return super().load_querystring(req, schema)

    def load_multipart(self, req: Request, schema: Schema) -> Any:
        """Return fields and files of a multipart body; 415 when it is anything else."""
        if req.mimetype != "multipart/form-data":
            abort(415)
        readable(req.form.to_dict(flat=False))
        return self._makeproxy(MultiDict([*req.form.items(), *req.files.items()]), schema)

    def handle_error(
        self, error: ValidationError, req: Request, schema: Schema, **_more: Any
    ) -> NoReturn:
        """Refuse with one list of sentences per dotted field, whatever its location."""
        by_location: Any = error.messages
        found: dict[str, Any] = {}
        for messages in by_location.values():
            found.update(flatten(messages))
        raise ValidationError(found)


def parse(body: bytes) -> Any:
    """Return the value of a JSON text (RFC 8259: no NaN). Raises MalformedJson."""
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError:
        raise MalformedJson(position=0) from None
    except UnicodeDecodeError as error:
        raise MalformedJson(position=error.start) from error
    except json.JSONDecodeError as error:
        raise MalformedJson(position=error.pos) from error


def _refuse_constant(word: str) -> NoReturn:
    raise json.JSONDecodeError(f"{word} is not JSON", word, 0)


def readable(value: Any, path: str = "") -> Any:
    """Return the value when PostgreSQL can keep all its texts.

    Raises ValidationError for a NUL character or half a surrogate pair, naming where it stands.
    """
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ValidationError({path or "_schema": ["Contains a character that is not text."]})
    elif isinstance(value, dict):
        for key, inner in value.items():
            readable(key, path)
            readable(inner, f"{path}.{key}".strip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            readable(inner, f"{path}.{index}".strip("."))
    return value


def request_mark() -> tuple[bytes, bytes, bytes]:
    """Return what makes this request this request: method, address with query, body."""
    return request.method.encode(), request.full_path.encode(), request.get_data(cache=True)
