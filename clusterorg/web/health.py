"""/healthz: the process is alive. /readyz: it can do its work (database, migrations, worker)."""

from typing import Any

from flask import Flask, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from clusterorg.kernel import migrations
from clusterorg.web.database import db
from clusterorg.web.guard import Audience, Door

HEARTBEAT = text(
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 s'"
)


def healthz() -> Any:
    """Say that the process answers."""
    return jsonify(status="alive")


def readyz() -> Any:
    """Check what the product needs; 503 names what is missing."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        connection = db.session().connection()
        checks["database"] = True
        checks["migrations"] = migrations.current(connection) == migrations.head()
        checks["worker"] = bool(connection.execute(HEARTBEAT).scalar())
    except SQLAlchemyError:
        db.session().rollback()
    ready = all(checks.values())
    answer = jsonify(status="ready" if ready else "not ready", checks=checks)
    return answer, 200 if ready else 503


def init_app(app: Flask) -> None:
    """Open the two addresses."""
    door = Door(app, "system", Audience.SYSTEM)
    door.get("/healthz", healthz)
    door.get("/readyz", readyz)
    door.open()
