"""Table of contents of the API: every address under /api/v1, with the scope it needs."""

from flask import Flask

from clusterorg.web.api import me
from clusterorg.web.api.mechanics.document import make_api
from clusterorg.web.api.mechanics.door import ApiDoor


def register(door: ApiDoor) -> None:
    """List the resources, in the order of the document."""
    door.get("/me", me.show, "cluster.read")


def init_app(app: Flask) -> None:
    """Open the door and write the document."""
    door = ApiDoor(app, make_api(app))
    register(door)
    door.open()
