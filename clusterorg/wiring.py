"""The only file that knows everybody: all models, who reacts to whose news, which adapter serves.

Domains never import each other's insides; what joins them stands here, in staircase order.
"""

import importlib
import pkgutil
from types import ModuleType

from sqlalchemy import Connection, Engine

from clusterorg import domains
from clusterorg.config import Settings
from clusterorg.kernel import audit, idempotency
from clusterorg.kernel.errors import register_constraints
from clusterorg.kernel.news import NewsDesk
from clusterorg.kernel.platform import Platform

STAIRCASE = ("identity", "organisations", "ledger", "billing", "membership")
KERNEL_TABLES = (audit, idempotency)


def rooms(name: str) -> list[ModuleType]:
    """Return the room `name` of every domain that has it, in staircase order."""
    found = []
    for domain in STAIRCASE:
        package = importlib.import_module(f"{domains.__name__}.{domain}")
        if any(info.name == name for info in pkgutil.iter_modules(package.__path__)):
            found.append(importlib.import_module(f"{package.__name__}.{name}"))
    return found


def import_models() -> None:
    """Make every table known to the registry."""
    rooms("models")


def make_desk() -> NewsDesk:
    """Join every domain's reactions to the news they react to."""
    desk = NewsDesk()
    for room in rooms("reactions"):
        desk.join(room.REACTIONS)
    return desk


def make_platform(
    settings: Settings, bind: Engine | Connection, adapters: dict[type, object] | None = None
) -> Platform:
    """Put one process's platform together."""
    import_models()
    for room in rooms("errors"):
        register_constraints(getattr(room, "CONSTRAINTS", {}))
    rooms("jobs")
    return Platform(bind, make_desk(), adapters or {})
