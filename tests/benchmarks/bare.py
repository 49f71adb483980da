"""The bare endpoint: Flask and SQLAlchemy Core, the same 50 rows, nothing else."""

import os

from flask import Flask, jsonify
from sqlalchemy import create_engine, text

app = Flask("bare")
engine = create_engine(os.environ["BARE_URL"], pool_size=5)
CLUSTER = os.environ["BARE_CLUSTER"]
SQL = text(os.environ["BARE_SQL"])


@app.get("/rows")
def rows():
    """Answer the rows as JSON."""
    with engine.connect() as connection:
        found = connection.execute(SQL, {"cluster": CLUSTER}).mappings().all()
    return jsonify(items=[{key: str(value) for key, value in row.items()} for row in found])
