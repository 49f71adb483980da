"""Where am I signed in? End one sign-in, or all others."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from clusterorg.domains.identity import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.account.browsers import browser_name
from clusterorg.web.account.common import me
from clusterorg.web.account.cookies import idle, take_away
from clusterorg.web.pages import page
from clusterorg.web.work import session, unit_of_work


def index() -> ResponseReturnValue:
    """Where am I signed in?"""
    visitor = me()
    rows = queries.sign_ins_of(session(), visitor.id, at=now(), idle=idle())
    return page(
        "account/sign_ins.html", rows=rows, this=visitor.sign_in_id, browser_name=browser_name
    )


def revoke(sign_in_id: UUID) -> ResponseReturnValue:
    """End one of my sign-ins; ending this one signs me out."""
    visitor = me()
    with unit_of_work() as work:
        actions.revoke_sign_in(work, person_id=visitor.id, sign_in_id=sign_in_id, at=now())
    if sign_in_id == visitor.sign_in_id:
        return take_away(redirect(url_for("account.sign_in_show"), 303))
    flash(_("That sign-in has ended."), "good")
    return redirect(url_for("account.sign_ins_index"), 303)


def revoke_others() -> ResponseReturnValue:
    """End all my sign-ins but this one."""
    visitor = me()
    with unit_of_work() as work:
        ended = actions.revoke_other_sign_ins(
            work, person_id=visitor.id, keep=visitor.sign_in_id, at=now()
        )
    flash(
        ngettext("%(num)s other sign-in has ended.", "%(num)s other sign-ins have ended.", ended),
        "good",
    )
    return redirect(url_for("account.sign_ins_index"), 303)
