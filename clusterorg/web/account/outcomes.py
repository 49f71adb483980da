"""Outcomes of attempts: the attempt is committed, then its refusal is shown; and proofs."""

from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import Form, PasswordField
from wtforms.validators import InputRequired

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.rules.lifetimes import PROOF
from clusterorg.domains.identity.vocabulary import Outcome, PasswordProof
from clusterorg.kernel.clock import now
from clusterorg.web.account.common import me
from clusterorg.web.account.ways import address
from clusterorg.web.forms import BaseForm
from clusterorg.web.work import show_refusal, unit_of_work

T = TypeVar("T")


def take(form: Form, outcome: Outcome[T] | None) -> T | None:
    """Return the value of an outcome, or put its refusal on the form."""
    if outcome is None or outcome.refusal is None:
        return outcome.value if outcome else None
    show_refusal(form, outcome.refusal)
    return None


class CarefulForm(BaseForm):
    """A form that asks for the password again, unless it was typed within the last minutes."""

    password = PasswordField(
        _l("Your password"),
        [InputRequired(_l("Fill in your password."))],
        description=_l("Once more, because it is a while since you typed it."),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        if fresh():
            del self.password

    def proof(self) -> PasswordProof | None:
        """Return the proof, or put on the form why there is none. Call it for a valid form."""
        if self.password is None:
            return PasswordProof(me().id, me().proved_at)
        return proved(self, self.password.data or "")


def fresh() -> bool:
    """Tell whether the visitor typed their password within the last minutes."""
    return now() < me().proved_at + PROOF


def proved(form: Form, password: str, *, field: str = "password") -> PasswordProof | None:
    """Check the visitor's own password in a unit of work of its own; refusals go to the form."""
    visitor = me()
    with unit_of_work() as work:
        outcome = actions.confirm_password(
            work,
            person_id=visitor.id,
            password=password,
            address=address(),
            at=now(),
            field=field,
            sign_in_id=visitor.sign_in_id,
        )
    return take(form, outcome)
