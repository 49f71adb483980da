"""Dutch, French and German say everything that English says, with the same values in it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
HOLES = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every string marked for translation, as `make messages` finds them."""
    found = tmp_path_factory.mktemp("messages") / "messages.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "babel.cfg",
         "-k", "_", "-k", "_l", "-k", "lazy_gettext", "-o", str(found), "."],
        cwd=ROOT, check=True,
    )  # fmt: skip
    return read_po(found.open("rb"))


def catalogue(language: str) -> Catalog:
    path = ROOT / "clusterorg" / "translations" / language / "LC_MESSAGES" / "messages.po"
    return read_po(path.open("rb"), locale=language)


def untranslated(source: Catalog, other: Catalog) -> list[object]:
    """Return the messages that a catalogue lacks."""
    found = []
    for message in source:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        there = other.get(key)
        texts = there.string if there is not None else ""
        if not all(texts if isinstance(texts, tuple | list) else [texts]):
            found.append(message.id)
    return found


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_nothing_is_left_untranslated(source: Catalog, language: str) -> None:
    assert untranslated(source, catalogue(language)) == []


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_translations_keep_the_values_of_their_sentence(language: str) -> None:
    wrong = [
        message.id
        for message in catalogue(language)
        if isinstance(message.id, str)
        and message.id
        and set(HOLES.findall(message.id)) != set(HOLES.findall(str(message.string)))
    ]

    assert wrong == []


def test_a_missing_translation_is_found(source: Catalog) -> None:
    assert len(untranslated(source, Catalog(locale="nl"))) > 1000
