"""A colleague's lost second factor: an owner resets it, where it protects this cluster alone."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.clock import local_date, now
from clusterorg.web.admin.seats import seat_of
from clusterorg.web.context import current_actor, current_cluster, platform
from clusterorg.web.guard import Door
from clusterorg.web.operator.second_factors import ReasonForm
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


def reset(seat_id: UUID) -> ResponseReturnValue:
    """Reset the lost second factor of a colleague."""
    seat, form = seat_of(seat_id), ReasonForm()
    if form.validate_on_submit() and form.proof():
        with attempt(form) as work:
            actions.reset_second_factor_of_staff(
                work,
                person=queries.get_person(session(), seat.person_id),
                only_here=_only_here(seat.person_id),
                reason=form.reason.data or "",
                actor=current_actor(),
                at=now(),
            )
        if not form.errors and not form.form_errors:
            flash(_("%(name)s signs in with the password alone now.", name=seat.name), "good")
            return redirect(url_for("admin.seats_index"), 303)
    return page("admin/seats/lost_factor.html", form=form, seat=seat)


def _only_here(person_id: UUID) -> bool:
    """Tell whether a person has a place in no other cluster: yes or no, and nothing more."""
    today = local_date(now(), current_cluster().time_zone)
    with platform().session() as their_own:
        their_own.enter_person(person_id)
        places = {row.id for row in queries.clusters_of(their_own, person_id, at=now())}
        contacts = organisations.own_contacts(their_own, person_id, today)
        places |= {row.cluster_id for row in contacts}
    return places <= {current_cluster().id}


def routes(door: Door) -> None:
    """Beside the seats, under Settings."""
    door.form("/settings/seats/<uuid:seat_id>/second-factor", reset, permission="seats.manage")
