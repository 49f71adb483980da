"""Account: the table of contents. What is open to strangers says so."""

from clusterorg.web.account import (
    activity,
    clusters,
    code,
    invitation,
    password,
    profile,
    second_factor,
    sign_in,
    sign_ins,
)
from clusterorg.web.guard import Audience, Door


def register(door: Door) -> None:
    """Open the doors before and behind the sign-in."""
    door.blueprint.after_app_request(activity.note_person)
    door.blueprint.after_app_request(activity.note_key)
    open_to_all = {"audience": Audience.PUBLIC}
    door.form("/sign-in", sign_in.show, **open_to_all)
    door.form("/sign-in/code", code.show, **open_to_all)
    door.form("/sign-in/recovery", code.recover, **open_to_all)
    door.post("/sign-out", sign_in.leave, **open_to_all)
    door.form("/password", password.ask, **open_to_all)
    door.get("/password/asked", password.asked, **open_to_all)
    door.form("/password/<token>", password.choose, **open_to_all)
    door.form("/invitation/<token>", invitation.accept, **open_to_all)

    door.get("/account/clusters", clusters.index)
    door.form("/account", profile.index)
    door.form("/account/password", profile.password)
    door.get("/account/second-factor", second_factor.index)
    door.form("/account/second-factor/set-up", second_factor.enrol)
    door.post("/account/second-factor/begin", second_factor.begin)
    door.form("/account/second-factor/codes", second_factor.codes)
    door.form("/account/second-factor/off", second_factor.off)
    door.get("/account/sign-ins", sign_ins.index)
    door.post("/account/sign-ins/<uuid:sign_in_id>/end", sign_ins.revoke)
    door.post("/account/sign-ins/end-others", sign_ins.revoke_others)
