"""Law 6: news is documented and heard; a reaction that fails undoes the whole unit."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

from clusterorg import wiring
from clusterorg.domains.identity.models import Seat
from clusterorg.kernel.news import NewsDesk
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast, make_person


def all_news() -> list[type]:
    """Return every piece of news of every domain."""
    found = []
    for room in wiring.rooms("news"):
        modules = [room]
        if hasattr(room, "__path__"):
            modules += [
                importlib.import_module(f"{room.__name__}.{info.name}")
                for info in pkgutil.iter_modules(room.__path__)
            ]
        for module in modules:
            found += [
                kind
                for _, kind in inspect.getmembers(module, inspect.isclass)
                if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
            ]
    return found


@pytest.mark.parametrize("kind", all_news(), ids=lambda kind: kind.__name__)
def test_news_is_frozen_and_says_what_happened(kind: type) -> None:
    assert kind.__dataclass_params__.frozen
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}(")


def test_whatever_is_heard_is_news_of_a_domain() -> None:
    assert wiring.make_desk().heard() <= set(all_news())


@dataclasses.dataclass(frozen=True)
class Rumour:
    """Something was said."""


def test_a_reaction_that_fails_undoes_the_whole_unit(platform: Platform, smaak: Cast) -> None:
    def fail(_work: object, _news: Rumour) -> None:
        raise RuntimeError("the reaction failed")

    platform.desk.join([(Rumour, fail)])
    person = make_person("new", "somewhere")

    with pytest.raises(RuntimeError), platform.unit_of_work(smaak.id) as work:
        work.session.add(person)
        work.publish(Rumour())

    with platform.session() as session:
        assert session.get(type(person), person.id) is None


def test_a_reaction_acts_inside_the_same_commit(platform: Platform, smaak: Cast) -> None:
    person = smaak.people["viewer"]

    def give_a_seat(work, _news: Rumour) -> None:
        work.session.add(Seat(person_id=person.id, role="finance", valid_from=AT))

    platform.desk.join([(Rumour, give_a_seat)])
    with platform.unit_of_work(smaak.id) as work:
        work.publish(Rumour())

    with platform.session(smaak.id) as session:
        roles = {seat.role for seat in session.query(Seat).filter_by(person_id=person.id)}
    assert roles == {"viewer", "finance"}


def test_news_without_a_listener_is_no_error() -> None:
    assert NewsDesk().reactions_to(Rumour()) == []
