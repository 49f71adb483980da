"""`make bench`: measure, print the table, exit 1 when an aim is missed."""

import os
import platform as machine
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import serving, writing
from tests.benchmarks.ground import ground, settle
from tests.benchmarks.table import markdown


def main() -> int:
    """Run every measurement on one database."""
    with tempfile.TemporaryDirectory() as folder, ground(Path(folder)) as on:
        rows = [writing.measure_import(on)]
        say(rows[-1].what)
        settle(on)
        rows.append(serving.measure_search(on))
        rows.append(serving.measure_queries(on))
        say("search and statements")
        rows += serving.measure_lists(on)
        say("lists")
        rows += writing.measure_dues_run(on)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    say(f"\n{os.cpu_count()} cores, {memory:.0f} GiB, Python {machine.python_version()}\n")
    say(markdown(rows))
    return 0 if all(row.met for row in rows) else 1


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
