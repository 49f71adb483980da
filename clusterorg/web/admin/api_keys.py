"""API keys: programs that may read or write here; a key is shown once."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import ApiKeyNotFound
from clusterorg.kernel.clock import now
from clusterorg.kernel.db import AnyRow
from clusterorg.web.account.outcomes import CarefulForm
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.fields import DayField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.seat_words import SCOPE
from clusterorg.web.words import options
from clusterorg.web.work import attempt, session


class ApiKeyForm(CarefulForm):
    """Who the program is and what it may do."""

    name = StringField(
        _l("Name"),
        [InputRequired(_l("Give the key a name.")), Length(max=100)],
        description=_l("What the program is, such as Website or Bookkeeping."),
    )
    scopes = SelectMultipleField(
        _l("What it may do"),
        choices=options(SCOPE),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    expires_on = DayField(
        _l("Valid until"), [Optional()], description=_l("Leave empty for a key without an end.")
    )

    def expires_at(self) -> datetime | None:
        """Return the beginning of the chosen day where the cluster is."""
        if self.expires_on.data is None:
            return None
        zone = ZoneInfo(current_cluster().time_zone)
        return datetime.combine(self.expires_on.data, time(), zone)


class RevokeForm(BaseForm):
    """Nothing to fill in."""


def index() -> ResponseReturnValue:
    """Which programs may enter?"""
    return page("admin/api_keys/index.html", rows=queries.api_keys(session()), now=now())


def new() -> ResponseReturnValue:
    """Make a key. It is shown in the answer to this one request and nowhere else: no redirect."""
    form = ApiKeyForm()
    if form.validate_on_submit() and form.proof():
        made = None
        with attempt(form, {"expires_at": "expires_on"}) as work:
            made = actions.create_api_key(
                work,
                name=form.name.data or "",
                scopes=form.scopes.data or [],
                expires_at=form.expires_at(),
                actor=current_actor(),
                at=now(),
            )
        if made is not None and not form.errors:
            return page("admin/api_keys/made.html", made=made, name=form.name.data)
    return page("admin/api_keys/new.html", form=form)


def revoke(key_id: UUID) -> ResponseReturnValue:
    """Revoke a key."""
    key, form = _key(key_id), RevokeForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.revoke_api_key(work, key_id=key_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The key %(name)s no longer opens anything.", name=key.name), "good")
            return redirect(url_for("admin.api_keys_index"), 303)
    return page("admin/api_keys/revoke.html", form=form, key=key)


def _key(key_id: UUID) -> AnyRow:
    for row in queries.api_keys(session()):
        if row.id == key_id:
            return row
    raise ApiKeyNotFound()


def routes(door: Door) -> None:
    """API keys, under Settings."""
    door.get("/settings/api-keys", index, permission="api_keys.manage")
    door.form("/settings/api-keys/new", new, permission="api_keys.manage")
    door.form("/settings/api-keys/<uuid:key_id>/revoke", revoke, permission="api_keys.manage")
