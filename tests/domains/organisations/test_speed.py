# ruff: noqa: T201 - the figures are what this file is for
"""Ten thousand rows: import within its time, search and paging without surprises (make bench)."""

import random
import time
from datetime import date

import pytest
from sqlalchemy import text

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.vocabulary import Decision, RowState
from tests.support.cast import SMAAK, make_cast

ROWS = 10_000
SYLLABLES = ("ka", "lo", "mi", "ter", "von", "bra", "sti", "nol", "fer", "gu", "ri", "ma", "ze")
TRADES = ("brouwerij", "bakkerij", "zuivel", "laser", "metaal", "techniek", "energie", "logistiek")
FORMS = ("nv", "bv", "vzw", "GmbH", "SA", "SRL")


def a_list(rows: int, seed: int = 1) -> bytes:
    """Return a reproducible CSV with names, valid numbers, domains, sizes, addresses."""
    dice = random.Random(seed)
    lines = ["name;kbo;website;employees;postcode;city;nace;contact email;level"]
    for number in range(rows):
        first = 10_000_000 + seed * 100_000 + number
        name = "".join(dice.choices(SYLLABLES, k=3)).title()
        lines.append(
            f"{name} {dice.choice(TRADES).title()} {dice.choice(FORMS)};"
            f"{first:08}{97 - first % 97:02};https://www.{name.lower()}{number}.example;"
            f"{dice.randint(1, 400)};9000;Gent;10.71;info@{name.lower()}{number}.example;Gold"
        )
    return "\n".join(lines).encode()


@pytest.mark.bench
def test_ten_thousand_rows_are_imported_in_under_twenty_seconds(committed_platform, at, capsys):
    platform = committed_platform
    smaak = make_cast(platform, SMAAK)
    actor = smaak.actor()
    times: dict[str, float] = {}

    def timed(label, action, **arguments):
        start = time.perf_counter()
        with platform.unit_of_work(smaak.id) as work:
            found = action(work, actor=actor, at=at, **arguments)
        times[label] = times.get(label, 0) + time.perf_counter() - start
        return found

    for turn in (1, 2):  # the second list meets 10,000 known organisations
        batch = timed("stage", actions.stage_import, file_name="x.csv", content=a_list(ROWS, turn))
        own = {"batch_id": batch.id}
        timed("check", actions.accept_proposals, accept=True, **own)
        timed("check", actions.check_import, **own)
        for state, decision in (("duplicate", "create"), ("duplicate", "skip")):
            timed("decide", actions.decide_rows, **own, state=RowState(state),
                  decision=Decision(decision))  # fmt: skip
        timed("carry out", actions.start_import, **own)
        while timed("carry out", actions.carry_out_block, **own):
            pass
        if turn == 1:
            first, times = times, {}

    with capsys.disabled():
        print(f"\nempty cluster: {shown(first)}\nagainst 10,000: {shown(times)}")
    assert sum(first.values()) < 20
    assert sum(times.values()) < 20


def shown(times: dict[str, float]) -> str:
    parts = ", ".join(f"{label} {seconds:.1f} s" for label, seconds in times.items())
    return f"{sum(times.values()):.1f} s ({parts})"


@pytest.mark.bench
def test_search_and_pages_stay_close_to_raw_sql(committed_platform, at, capsys):
    platform = committed_platform
    smaak = make_cast(platform, SMAAK)
    actor = smaak.actor()
    with platform.unit_of_work(smaak.id) as work:
        batch = actions.stage_import(
            work, file_name="x.csv", content=a_list(ROWS), actor=actor, at=at
        )
    own = {"batch_id": batch.id, "actor": actor, "at": at}
    for step in (
        lambda work: actions.accept_proposals(work, accept=True, **own),
        lambda work: actions.check_import(work, **own),
        lambda work: actions.decide_rows(
            work, state=RowState.DUPLICATE, decision=Decision.CREATE, **own
        ),
        lambda work: actions.start_import(work, **own),
    ):
        with platform.unit_of_work(smaak.id) as work:
            step(work)
    more = True
    while more:
        with platform.unit_of_work(smaak.id) as work:
            more = actions.carry_out_block(work, **own)
    raw = text(
        "SELECT id, name, helix FROM organisations WHERE cluster_id = :c AND archived_at IS NULL "
        "AND search_text LIKE :q ORDER BY sort_name, id LIMIT 10"
    )
    with platform.unit_of_work(smaak.id) as work:
        session = work.session

        def best(run, times=15):
            found = []
            for _ in range(times):
                start = time.perf_counter()
                run()
                found.append(time.perf_counter() - start)
            return min(found) * 1000

        on = date(2026, 3, 2)
        plain = best(lambda: session.execute(raw, {"c": smaak.id, "q": "%terka%"}).all())
        ours = best(lambda: queries.search(session, "terka"))
        everything = queries.DirectoryFilter()
        first = best(lambda: queries.directory(session, everything, on))
        cursor = None
        for _ in range(149):
            cursor = queries.directory(session, everything, on, cursor=cursor).next
        last = best(lambda: queries.directory(session, everything, on, cursor=cursor))

    with capsys.disabled():
        print(
            f"\nsearch {ours:.2f} ms, raw {plain:.2f} ms; page 1 {first:.1f} ms, 150 {last:.1f} ms"
        )
    assert ours < 3 * plain + 1
    assert last < first * 1.5 + 1
