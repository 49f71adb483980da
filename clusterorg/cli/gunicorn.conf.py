"""gunicorn: a few processes with threads; every setting comes from the product's own settings.

The program is loaded once, before the processes part: they start at once and share its memory. New
code needs a restart; a reload (HUP) keeps the old. What must not be shared are connections.
"""

import gc
from typing import Any

from clusterorg.config import load

_settings = load()

preload_app = True
bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
loglevel = _settings.log_level.lower()


def when_ready(_server: Any) -> None:
    """Keep what is loaded out of the garbage collector's way, and in shared memory."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """Forget the connections that were opened before the processes parted, without closing them."""
    worker.app.wsgi().extensions["platform"].bind.dispose(close=False)
