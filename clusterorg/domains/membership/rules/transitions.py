"""What an application may become: the state machine as a table."""

from clusterorg.domains.membership.errors import WrongApplicationState
from clusterorg.domains.membership.vocabulary import ApplicationState as State
from clusterorg.domains.membership.vocabulary import ApplicationVerb as Verb

TRANSITIONS: dict[tuple[State | None, Verb], State] = {
    (None, Verb.START): State.DRAFT,
    (State.DRAFT, Verb.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Verb.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Verb.ASK): State.MORE_INFORMATION,
    (State.SUBMITTED, Verb.APPROVE): State.APPROVED,
    (State.SUBMITTED, Verb.REJECT): State.REJECTED,
    (State.SUBMITTED, Verb.WITHDRAW): State.WITHDRAWN,
    (State.MORE_INFORMATION, Verb.SUBMIT): State.SUBMITTED,
    (State.MORE_INFORMATION, Verb.APPROVE): State.APPROVED,
    (State.MORE_INFORMATION, Verb.REJECT): State.REJECTED,
    (State.MORE_INFORMATION, Verb.WITHDRAW): State.WITHDRAWN,
}

#: An application in one of these may still be decided.
OPEN = (State.DRAFT, State.SUBMITTED, State.MORE_INFORMATION)

#: In these, a person of the cluster has something to do.
WAITING = (State.SUBMITTED,)

#: In these, the applicant may change the form.
EDITABLE = (State.DRAFT, State.MORE_INFORMATION)


def next_state(state: State | None, verb: Verb) -> State:
    """Return the state after `verb`; raises WrongApplicationState when it is not allowed."""
    try:
        return TRANSITIONS[state, verb]
    except KeyError:
        now = state.value if state else "new"
        raise WrongApplicationState(state=now, verb=verb.value) from None


def allowed(state: State) -> tuple[Verb, ...]:
    """Return what may be done in `state`, in the order of the table."""
    return tuple(verb for (source, verb) in TRANSITIONS if source is state)
