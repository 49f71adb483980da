"""Import and dues run against the least that must be written."""

import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime

import psycopg

from clusterorg.domains.membership import actions as membership
from tests.benchmarks.ground import BENCH, MEMBERS, Ground, import_members, member_list
from tests.benchmarks.table import Row

RUN_TABLES = (
    "invoices", "invoice_lines", "journal_entries", "postings", "obligations",
    "obligation_invoices", "terms", "term_activations", "dues_run_items",
)  # fmt: skip

RAW_BLOCKS = 20  # as many commits as the run makes

VALIDATION = (
    "SELECT count(*) FROM staging WHERE name = '' OR number !~ '^[01][0-9]{9}$' "
    "OR 97 - left(number, 8)::bigint % 97 <> right(number, 2)::int",
    "SELECT count(*) FROM staging s JOIN organisation_identifiers i ON i.value = s.number",
    "SELECT count(*) FROM staging s JOIN organisations o ON o.sort_name = plain_text(s.name)",
    "SELECT number FROM staging GROUP BY number HAVING count(*) > 1",
)


def conninfo(on: Ground) -> str:
    """Return the libpq URL of the superuser: raw SQL is not asked to pass row security."""
    return on.url.replace("postgresql+psycopg", "postgresql").replace("clusterorg_app", "postgres")


def measure_import(on: Ground) -> Row:
    """10,000 rows through staging, dry run and carrying out; COPY plus validation in SQL beside."""
    content = member_list(MEMBERS, "bench")
    began = time.perf_counter()
    import_members(on.platform, on.cluster_id, content)
    ours = time.perf_counter() - began
    raw = copy_and_validate(on, content)
    return Row(
        "import of 10,000 rows", f"{ours:.1f} s", f"COPY + SQL {raw:.2f} s", ours / raw,
        "≤ 6 ×, or < 20 s", ours / raw <= 6 or ours < 20,
    )  # fmt: skip


def copy_and_validate(on: Ground, content: bytes) -> float:
    """COPY into staging, then in SQL: check digits, required cells, numbers and names we know."""
    with psycopg.connect(conninfo(on)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE staging (name text, helix text, number text, "
                       "website text, postcode text, city text, country text, heads int, "
                       "category text, joined date)")  # fmt: skip
        began = time.perf_counter()
        with cursor.copy("COPY staging FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(content)
        for check in VALIDATION:
            cursor.execute(check)
        took = time.perf_counter() - began
        connection.rollback()
    return took


def measure_dues_run(on: Ground) -> list[Row]:
    """The dues run of 10,000 members in a process of its own; the same rows in raw SQL beside."""
    with on.platform.unit_of_work(on.cluster_id) as work:
        run_id = membership.start_dues_run(
            work, year=2026, actor=BENCH, at=datetime(2026, 1, 5, 9, tzinfo=UTC)
        ).id
    before = _marks(on)
    environment = {**os.environ, "CLUSTERORG_SECRET_KEY": "b" * 40, "DATABASE_URL": on.url}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.writing", str(on.cluster_id), str(run_id)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, megabytes = (float(part) for part in done.stdout.split()[-2:])
    raw = raw_inserts(on, before)
    return [
        Row("dues run of 10,000 members", f"{seconds:.1f} s", f"raw SQL {raw:.1f} s",
            seconds / raw, "≤ 5 ×", seconds / raw <= 5),
        Row("its peak memory", f"{megabytes:.0f} MB", "", None, "< 300 MB", megabytes < 300),
    ]  # fmt: skip


def _marks(on: Ground) -> dict[str, int]:
    tables = (*RUN_TABLES, "audit_entries", "procrastinate_jobs")
    with psycopg.connect(conninfo(on)) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in tables
        }


def raw_inserts(on: Ground, before: dict[str, int]) -> float:
    """Insert the rows that the run has written once more, as plain SQL would; return seconds.

    Fair to both sides. The twins are what the originals are: logged tables, committed in as many
    blocks, with the same indexes, checks and foreign keys, so that each row is proved as it was for
    the run; the planner knows the tables they point to. Left out is what belongs to our own house
    and not to the rows: row security, triggers (balance of the books, append-only, job events),
    reading who owes what, and making the values. One INSERT per row, sent by executemany in a
    pipeline, is how SQL is written by hand; COPY would not say what is wrong with a row.
    """
    with psycopg.connect(conninfo(on)) as connection, connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("CREATE SCHEMA twin")
        work = [_twin(cursor, table, count) for table, count in before.items()]
        connection.commit()
        began = time.perf_counter()
        for block in range(RAW_BLOCKS):
            for statement, values in work:
                size = -(-len(values) // RAW_BLOCKS)
                cursor.executemany(statement, values[block * size : (block + 1) * size])
            connection.commit()
        took = time.perf_counter() - began
        cursor.execute("DROP SCHEMA twin CASCADE")
    return took


def _twin(cursor: psycopg.Cursor, table: str, count: int) -> tuple[str, list[tuple]]:
    """Make a table's twin; return its insert, and the rows written since there were `count`."""
    order = "id" if table == "procrastinate_jobs" else "ctid"
    found = cursor.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        (table,),
    )
    columns = [name for (name,) in found.fetchall()]
    names = ", ".join(columns)
    rows = cursor.execute(
        f"SELECT {names} FROM public.{table} ORDER BY {order} OFFSET {count}"
    ).fetchall()
    cursor.execute(f"CREATE TABLE twin.{table} (LIKE public.{table} INCLUDING ALL)")
    keys = cursor.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND conrelid = %s::regclass",
        (table,),
    ).fetchall()
    for (key,) in keys:
        cursor.execute(f"ALTER TABLE twin.{table} ADD {key}")
    marks = ", ".join("%s" for _ in columns)
    statement = f"INSERT INTO twin.{table} ({names}) VALUES ({marks})"
    return statement, [tuple(_plain(value) for value in row) for row in rows]


def _plain(value: object) -> object:
    from psycopg.types.json import Jsonb

    return Jsonb(value) if isinstance(value, dict | list) else value


def carry_out(cluster_id: str, run_id: str) -> None:
    """Carry the run out as the worker's job does; print seconds and peak megabytes."""
    from clusterorg import config, wiring
    from clusterorg.domains.membership.jobs import carry_out_dues_run
    from clusterorg.kernel.jobs import JobContext

    platform = wiring.serving_platform(config.load())
    began = time.perf_counter()
    carry_out_dues_run(JobContext(platform), cluster_id=cluster_id, run_id=run_id)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{took} {peak}\n")


if __name__ == "__main__":
    carry_out(*sys.argv[1:])
