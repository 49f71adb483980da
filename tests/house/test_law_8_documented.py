"""Law 8: every setting, command, permission and job is documented."""

from dataclasses import fields

import click
import pytest

from clusterorg import wiring
from clusterorg.cli import cli
from clusterorg.config import Settings
from clusterorg.domains.identity.vocabulary import PERMISSIONS
from clusterorg.kernel.jobs import TASKS

wiring.import_jobs()


def undocumented(group: click.Group, path: str = "clusterorg") -> list[str]:
    """Return the commands and options without help."""
    found = []
    for name, command in group.commands.items():
        here = f"{path} {name}"
        if not command.help:
            found.append(here)
        found += [
            f"{here} {option.name}"
            for option in command.params
            if isinstance(option, click.Option) and not option.help
        ]
        if isinstance(command, click.Group):
            found += undocumented(command, here)
    return found


def test_every_setting_has_its_sentence() -> None:
    assert [spec.name for spec in fields(Settings) if not spec.metadata["sentence"]] == []


def test_every_command_and_option_has_help() -> None:
    assert undocumented(cli) == []


def test_a_command_without_help_is_found() -> None:
    group = click.Group(commands={"mute": click.Command("mute")})

    assert undocumented(group) == ["clusterorg mute"]


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_every_permission_says_what_it_allows(permission: str) -> None:
    assert PERMISSIONS[permission]


@pytest.mark.parametrize("name", sorted(TASKS))
def test_every_job_says_what_it_does(name: str) -> None:
    assert TASKS[name].run.__doc__
