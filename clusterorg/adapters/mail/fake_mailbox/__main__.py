"""`python -m clusterorg.adapters.mail.fake_mailbox`: the demo's mail server."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from clusterorg.adapters.mail.fake_mailbox.server import RunningMailbox


def main(words: list[str] | None = None) -> int:
    """Listen until told to stop."""
    parser = argparse.ArgumentParser(
        prog="python -m clusterorg.adapters.mail.fake_mailbox",
        description="A mail server on 127.0.0.1 that keeps everything and sends nothing on.",
    )
    parser.add_argument("--port", type=int, default=1025, help="port to listen on (1025)")
    parser.add_argument("--dir", type=Path, default=Path("var/mailbox"), help="Maildir to fill")
    asked = parser.parse_args(words)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with RunningMailbox(asked.dir, asked.port) as box:
        sys.stdout.write(f"Fake mailbox at {box.url}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
