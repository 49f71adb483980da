"""The command line: help a person can follow, exit codes a script can trust."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from clusterorg.cli import cli
from clusterorg.kernel.platform import Platform
from tests.support.cast import SMAAK, Cast, make_cast

ROWS = "name,helix,country\nKorrel bv,business,BE\nZee vzw,civil_society,BE\n"


@pytest.fixture
def cast(committed_platform: Platform) -> Cast:
    return make_cast(committed_platform, SMAAK)


@pytest.fixture
def run(
    committed_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run a command against the database of this test."""
    monkeypatch.setenv("CLUSTERORG_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("CLUSTERORG_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", committed_database)
    return lambda *words: CliRunner().invoke(cli, words)


@pytest.fixture
def member_list(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_text(ROWS)
    return path


def count_of(platform: Platform, cast: Cast) -> int:
    with platform.session(cast.id) as session:
        return session.execute(text("SELECT count(*) FROM organisations")).scalar_one()


def test_regions_are_found_anew_in_every_cluster(
    run: Callable[..., Result], cast: Cast, committed_platform: Platform, tmp_path: Path
) -> None:
    path = tmp_path / "regions.csv"
    path.write_text("name,helix,country,postcode\nKorrel bv,business,BE,9000\n")
    run("import", str(path), "--cluster", cast.slug)
    with committed_platform.unit_of_work(cast.id) as work:
        work.session.execute(text("UPDATE organisation_addresses SET nuts_code = 'BE23'"))

    first, again = run("db", "regions"), run("db", "regions")

    assert (first.exit_code, again.exit_code) == (0, 0), first.output
    assert f"{cast.slug}: 1 addresses changed." in first.output
    assert f"{cast.slug}: 0 addresses changed." in again.output


def test_help_names_every_command(run: Callable[..., Result]) -> None:
    answer = run("--help")

    assert answer.exit_code == 0
    for word in ("demo", "serve", "worker", "import", "dues", "ledger", "db"):
        assert word in answer.output


def test_a_list_is_imported_with_its_figures(
    run: Callable[..., Result], cast: Cast, member_list: Path, committed_platform: Platform
) -> None:
    answer = run("import", str(member_list), "--cluster", cast.slug)

    assert answer.exit_code == 0, answer.output
    assert "2 created" in answer.output
    assert count_of(committed_platform, cast) == 2


def test_a_dry_run_writes_nothing(
    run: Callable[..., Result], cast: Cast, member_list: Path, committed_platform: Platform
) -> None:
    answer = run("import", str(member_list), "--cluster", cast.slug, "--dry-run")

    assert answer.exit_code == 0, answer.output
    assert "2 ready" in answer.output
    assert count_of(committed_platform, cast) == 0


def test_rows_with_errors_are_left_out_told_and_exit_with_1(
    run: Callable[..., Result], cast: Cast, member_list: Path, tmp_path: Path
) -> None:
    member_list.write_text(ROWS + "Fout nv,nonsense,BE\n")

    report = tmp_path / "errors.csv"
    answer = run("import", str(member_list), "--cluster", cast.slug, "--report", str(report))

    assert answer.exit_code == 1
    assert "2 created" in answer.output
    assert "Fout nv" in report.read_text()


def test_possible_duplicates_stop_the_import_until_somebody_decides(
    run: Callable[..., Result], cast: Cast, member_list: Path, committed_platform: Platform
) -> None:
    run("import", str(member_list), "--cluster", cast.slug)

    stopped = run("import", str(member_list), "--cluster", cast.slug)
    skipped = run("import", str(member_list), "--cluster", cast.slug, "--duplicates", "skip")

    assert stopped.exit_code == 1
    assert "--duplicates" in stopped.output
    assert skipped.exit_code == 0, skipped.output
    assert count_of(committed_platform, cast) == 2


def test_an_unknown_cluster_is_named_with_the_known_ones(
    run: Callable[..., Result], cast: Cast, member_list: Path
) -> None:
    answer = run("import", str(member_list), "--cluster", "nobody")

    assert answer.exit_code == 1
    assert "Known: smaakkust" in answer.output


def test_a_mapping_that_is_no_pair_is_wrong_usage(
    run: Callable[..., Result], cast: Cast, member_list: Path
) -> None:
    answer = run("import", str(member_list), "--cluster", cast.slug, "--map", "level")

    assert answer.exit_code == 2


def test_the_books_of_an_empty_cluster_are_proved(run: Callable[..., Result], cast: Cast) -> None:
    answer = run("ledger", "verify")

    assert answer.exit_code == 0, answer.output
    assert "smaakkust: no faults" in answer.output


def test_settings_prints_each_with_its_sentence(run: Callable[..., Result]) -> None:
    answer = run("settings")

    assert "CLUSTERORG_SECRET_KEY  (required)" in answer.output
