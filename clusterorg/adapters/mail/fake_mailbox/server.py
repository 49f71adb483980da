"""The SMTP server of the fake mailbox, on the loopback address."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

LOOPBACK = "127.0.0.1"
MAX_BYTES = 20 * 1024 * 1024
REFUSED = "550 5.1.1 No such mailbox here"
LATER = "451 4.3.0 Try again later"


class Keeper(Mailbox):
    """Keeps messages; refuses or puts off the two domains that misbehave."""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Decide over one recipient."""
        if address.lower().endswith("@refused.example"):
            return REFUSED
        if address.lower().endswith("@later.example"):
            return LATER
        envelope.rcpt_tos.append(address)
        return "250 OK"


class RunningMailbox:
    """`with RunningMailbox(folder) as box:` listens at `box.url` until the block ends."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        # The controller calls itself to see whether it listens, so it must know its port.
        self._port = port or _free_port()
        self._controller = Controller(
            Keeper(folder), hostname=LOOPBACK, port=self._port, data_size_limit=MAX_BYTES
        )

    @property
    def url(self) -> str:
        """The address to send to, as the setting wants it."""
        return f"smtp://{LOOPBACK}:{self._port}"

    def __enter__(self) -> RunningMailbox:
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._controller.stop()


def serve_forever(folder: Path, port: int) -> None:
    """Keep mail until the process is told to stop (SIGINT, SIGTERM)."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with RunningMailbox(folder, port) as box:
        sys.stdout.write(f"Fake mailbox at {box.url}\n")
        sys.stdout.flush()
        stop.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
