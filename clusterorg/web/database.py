"""The request's session: Flask-SQLAlchemy opens and closes it, the kernel gives it its scope."""

from typing import Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as RequestBound
from sqlalchemy import Engine

from clusterorg.kernel.db import Base
from clusterorg.kernel.scope import ScopedSession


class RequestSession(RequestBound, ScopedSession):
    """A session that ends with the request and serves at most one cluster."""


class RequestDatabase(SQLAlchemy):
    """Flask-SQLAlchemy on the engine (in tests: the connection) of the platform."""

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
