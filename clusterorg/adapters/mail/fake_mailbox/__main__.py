"""`python -m clusterorg.adapters.mail.fake_mailbox`: the demo's mail server."""

from __future__ import annotations

import argparse
from pathlib import Path

from clusterorg.adapters.mail.fake_mailbox.server import serve_forever


def main(words: list[str] | None = None) -> int:
    """Listen until told to stop."""
    parser = argparse.ArgumentParser(
        prog="python -m clusterorg.adapters.mail.fake_mailbox",
        description="A mail server on 127.0.0.1 that keeps everything and sends nothing on.",
    )
    parser.add_argument("--port", type=int, default=1025, help="port to listen on (1025)")
    parser.add_argument("--dir", type=Path, default=Path("var/mailbox"), help="Maildir to fill")
    asked = parser.parse_args(words)
    serve_forever(asked.dir, asked.port)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
