"""Whether staff need a second factor here, and who has one."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.vocabulary import STAFF_ROLES
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class SecurityForm(BaseForm):
    """The one policy."""

    requires_second_factor = BooleanField(_l("Every colleague needs a second factor"))


def edit() -> ResponseReturnValue:
    """Who may come in with a password alone?"""
    form = SecurityForm(obj=current_cluster())
    if form.validate_on_submit():
        required = bool(form.requires_second_factor.data)
        with attempt(form) as work:
            actions.require_second_factor(work, required=required, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The policy was saved."), "good")
            return redirect(url_for("admin.security_edit"), 303)
    staff = [row for row in queries.seats(session(), at=now()) if row.role in STAFF_ROLES]
    without = sorted({row.name for row in staff if not row.has_second_factor})
    return page("admin/security/edit.html", form=form, without=without)


def routes(door: Door) -> None:
    """Security, under Settings."""
    door.form("/settings/security", edit, permission="cluster.settings")
