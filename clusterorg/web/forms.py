"""The base of all forms: CSRF by Flask-WTF, a once-token against double submit, our own errors."""

from uuid import uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField


class BaseForm(FlaskForm):
    """A form; `version` (where a form edits a row) makes a stale edit a conflict, not a loss."""

    once = HiddenField(default=lambda: uuid4().hex)
    stale = False
    wait: int | None = None
