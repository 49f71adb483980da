"""A fake Stripe that runs: HTTP on the loopback address and a postman beside it."""

from __future__ import annotations

import threading
from types import TracebackType

from werkzeug.serving import WSGIRequestHandler, make_server

from clusterorg.adapters.fake_stripe.app import create_app
from clusterorg.adapters.fake_stripe.settings import FakeSettings
from clusterorg.adapters.fake_stripe.world import World

LOOPBACK = "127.0.0.1"  # never another address: the fake lets anybody pay


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_args: object) -> None:
        """One line a request would drown the demo's own output."""


class RunningFakeStripe:
    """`with RunningFakeStripe(settings) as fake:` serves at `fake.url` until the block ends."""

    def __init__(self, settings: FakeSettings | None = None, port: int = 0) -> None:
        self.world = World(settings or FakeSettings())
        self._server = make_server(
            LOOPBACK, port, create_app(self.world), threaded=True, request_handler=_Quiet
        )
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> RunningFakeStripe:
        self._thread.start()
        self.world.postman.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self.world.postman.stop()
        self._server.server_close()
        self._thread.join(timeout=5)
