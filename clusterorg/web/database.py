"""The request's session: Flask-SQLAlchemy opens and closes it, the kernel gives it its scope."""

from http import HTTPStatus
from typing import Any, cast

from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as RequestBound
from sqlalchemy import Engine

from clusterorg.kernel.db import Base
from clusterorg.kernel.scope import ScopedSession


class RequestSession(RequestBound, ScopedSession):
    """A session that ends with the request and serves at most one cluster."""


class RequestDatabase(SQLAlchemy):
    """Flask-SQLAlchemy on the engine (in tests: the connection) of the platform."""

    def init_app(self, app: Flask) -> None:
        """Join the app; first to hear a request, last to hear its answer."""
        super().init_app(app)
        app.before_request(_only_read)
        app.after_request(_end_reading)

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return cast(Engine, app.extensions["platform"].bind)


db = RequestDatabase(
    metadata=Base.metadata,
    session_options={
        "class_": RequestSession,
        "expire_on_commit": False,
        "join_transaction_mode": "create_savepoint",
    },
)


def request_session() -> ScopedSession:
    """Return the session of this request."""
    return cast(ScopedSession, db.session())


def _only_read() -> None:
    """A request that asks changes nothing, and the database sees to it."""
    if request.method in ("GET", "HEAD") and request.endpoint != "static":
        request_session().only_read()


def _end_reading(response: Response) -> Response:
    """Keep the statements that are prepared, see `ScopedSession.end_reading`."""
    if response.status_code < HTTPStatus.BAD_REQUEST and request.endpoint != "static":
        request_session().end_reading()
    return response
