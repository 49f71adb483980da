import pytest

from clusterorg.domains.membership.errors import WrongApplicationState
from clusterorg.domains.membership.rules.transitions import OPEN, TRANSITIONS, allowed, next_state
from clusterorg.domains.membership.vocabulary import ApplicationState, ApplicationVerb

EVERY = [(state, verb) for state in (None, *ApplicationState) for verb in ApplicationVerb]


def test_an_application_is_drafted_sent_questioned_sent_again_and_approved():
    state = None
    for verb in ("start", "submit", "ask", "submit", "approve"):
        state = next_state(state, ApplicationVerb(verb))

    assert state is ApplicationState.APPROVED


@pytest.mark.parametrize(("state", "verb"), [pair for pair in EVERY if pair not in TRANSITIONS])
def test_what_the_table_does_not_name_is_refused(state, verb):
    with pytest.raises(WrongApplicationState):
        next_state(state, verb)


@pytest.mark.parametrize("state", [s for s in ApplicationState if s not in OPEN])
def test_a_decided_application_stays_as_it_is(state):
    assert allowed(state) == ()
