"""`python -m clusterorg.adapters.fake_stripe`: a fake Stripe of its own, for the demo."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from clusterorg.adapters.fake_stripe.server import RunningFakeStripe
from clusterorg.adapters.fake_stripe.settings import FakeSettings


def parse(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m clusterorg.adapters.fake_stripe",
        description="A fake Stripe on 127.0.0.1. It takes no real money.",
    )
    parser.add_argument("--port", type=int, default=12111, help="port to listen on (12111)")
    parser.add_argument("--state", type=Path, help="file that keeps everything over a restart")
    parser.add_argument("--public-url", help="address under which browsers reach this server")
    parser.add_argument("--webhook-url", help="where events of connected accounts are delivered")
    parser.add_argument("--webhook-secret", default="whsec_fake", help="secret that signs them")
    parser.add_argument(
        "--account",
        action="append",
        default=[],
        metavar="ID=NAME",
        help="connected account that must exist; may be given several times",
    )
    asked = parser.parse_args(words)
    if not all("=" in pair for pair in asked.account):
        parser.error("give an account as ID=NAME")
    return asked


def main(words: list[str] | None = None) -> int:
    """Serve until told to stop."""
    asked = parse(sys.argv[1:] if words is None else words)
    settings = FakeSettings(
        state=asked.state,
        public_url=asked.public_url,
        webhook_url=asked.webhook_url,
        webhook_secret=asked.webhook_secret,
        accounts=dict(pair.split("=", 1) for pair in asked.account),
    )
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with RunningFakeStripe(settings, asked.port) as fake:
        sys.stdout.write(f"Fake Stripe at {fake.url}\n")
        sys.stdout.flush()
        stop.wait()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
