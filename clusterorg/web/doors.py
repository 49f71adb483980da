"""Every door of the house: which audience, under which address, from which table of contents."""

import importlib
import pkgutil

from flask import Flask

from clusterorg import web
from clusterorg.web.guard import Audience, Door

DOORS = (
    ("public", Audience.PUBLIC, ""),
    ("account", Audience.ACCOUNT, ""),
    ("admin", Audience.ADMIN, "/c/<slug>/admin"),
    ("portal", Audience.PORTAL, "/c/<slug>/portal"),
    ("operator", Audience.OPERATOR, "/operator"),
    ("hooks", Audience.HOOK, "/hooks"),
    ("mailbox", Audience.SYSTEM, "/mailbox"),
)


def init_app(app: Flask) -> None:
    """Open each door whose folder has a table of contents; the API opens itself."""
    present = {info.name for info in pkgutil.iter_modules(web.__path__)}
    for name, audience, prefix in DOORS:
        if name not in present or (name == "mailbox" and not app.extensions["settings"].demo):
            continue
        door = Door(app, name, audience, prefix)
        importlib.import_module(f"clusterorg.web.{name}.urls").register(door)
        door.open()
    if "api" in present:
        importlib.import_module("clusterorg.web.api.urls").init_app(app)
