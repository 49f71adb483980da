"""Outcomes of attempts: the attempt is committed, then its refusal is shown."""

from typing import Any, TypeVar

from flask.typing import ResponseReturnValue
from wtforms import Form

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.errors import TooManyAttempts
from clusterorg.domains.identity.vocabulary import Outcome, PasswordProof
from clusterorg.kernel.clock import now
from clusterorg.web.account.ways import address
from clusterorg.web.context import current_person
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, show_refusal

T = TypeVar("T")


def take(form: Form, outcome: Outcome[T] | None) -> T | None:
    """Return the value of an outcome, or put its refusal on the form."""
    if outcome is None or outcome.refusal is None:
        return outcome.value if outcome else None
    show_refusal(form, outcome.refusal)
    if isinstance(outcome.refusal, TooManyAttempts):
        form.wait = outcome.refusal.params["seconds"]
    return None


def shown(template: str, *, form: Form, **values: Any) -> ResponseReturnValue:
    """Render a page; a form that was throttled answers 429 with Retry-After."""
    body, status = page(template, form=form, **values)
    wait = getattr(form, "wait", None)
    return (body, 429, {"Retry-After": str(wait)}) if wait else (body, status)


def proved(form: Form, password: str, *, field: str = "password") -> PasswordProof | None:
    """Check the visitor's own password in a unit of work of its own; refusals go to the form."""
    visitor = current_person()
    if visitor is None:
        return None
    outcome = None
    with attempt(form) as work:
        outcome = actions.confirm_password(
            work,
            person_id=visitor.id,
            password=password,
            address=address(),
            at=now(),
            field=field,
        )
    return take(form, outcome)
