"""The wheel is the whole product: installed without the repository, it migrates and serves."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clusterorg.cli.run import APP
from clusterorg.kernel import embedded

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the source and unpack it, as pip would install it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    shutil.copy(ROOT / "pyproject.toml", source)
    shutil.copytree(
        ROOT / "clusterorg", source / "clusterorg", ignore=shutil.ignore_patterns("__pycache__")
    )
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    built = subprocess.run(
        [*pip, "wheel", "--no-deps", "--retries", "0", "-w", str(folder), str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "No matching distribution found for setuptools" in built.stderr:
        pytest.skip("No package index to take setuptools from")
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def run(unpacked: Path, tmp_path: Path, empty_database: str) -> Run:
    """Run Python with the unpacked wheel, far from the repository, on an empty database."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(unpacked),
        "CLUSTERORG_SECRET_KEY": "k" * 40,
        "CLUSTERORG_VAR_DIR": str(tmp_path),
        "DATABASE_URL": embedded.as_app_role(empty_database),
        "CLUSTERORG_DATABASE_OWNER_URL": empty_database,
    }
    return lambda *words: subprocess.run(
        [sys.executable, *words],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_every_file_of_the_package(unpacked: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "clusterorg"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    missing = [path for path in tracked if not (unpacked / path).is_file()]

    assert missing == []
    for language in ("nl", "fr", "de"):
        compiled = f"clusterorg/translations/{language}/LC_MESSAGES/messages.mo"
        assert (unpacked / compiled).is_file()


def test_the_wheel_migrates_an_empty_database_and_its_processes_start(
    run: Run, unpacked: Path
) -> None:
    where = run("-c", "import clusterorg; print(clusterorg.__file__)")

    helped = run("-m", "clusterorg", "--help")
    migrated = run("-m", "clusterorg", "db", "migrate")
    worked = run("-m", "clusterorg", "worker", "--once")
    config = unpacked / "clusterorg" / "cli" / "gunicorn.conf.py"
    served = run("-m", "gunicorn", "--check-config", "--config", str(config), APP)

    assert where.stdout.startswith(str(unpacked))
    for answer in (helped, migrated, worked, served):
        assert answer.returncode == 0, answer.stderr
    assert "Database is at migration" in migrated.stdout
