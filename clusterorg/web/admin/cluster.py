"""The cluster's own details, colour and logo."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from clusterorg.adapters.files.pictures import clean_picture
from clusterorg.domains.identity import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.cluster_form import DetailsForm
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session, unit_of_work


class LogoForm(BaseForm):
    """One picture."""

    logo = FileField(
        _l("Picture"),
        [FileRequired(_l("Choose a picture."))],
        description=_l("PNG, JPEG or WebP, at most 1 MB and 2000 pixels a side."),
    )


def edit() -> ResponseReturnValue:
    """Change what stands on invoices, mails and the join page."""
    form = DetailsForm(obj=current_cluster())
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.update_cluster(
                work,
                changes=form.details(),
                version=form.version.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The details were saved."), "good")
            return redirect(url_for("admin.cluster_edit"), 303)
    return page("admin/cluster/edit.html", form=form)


def logo() -> ResponseReturnValue:
    """Upload the logo; it is drawn anew, so that nothing hides in it."""
    form = LogoForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            picture = clean_picture(form.logo.data.stream)
            actions.set_logo(
                work,
                png=picture.png,
                width=picture.width,
                height=picture.height,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The logo was changed."), "good")
            return redirect(url_for("admin.cluster_logo"), 303)
    return page("admin/cluster/logo.html", form=form, present=queries.logo(session()))


def remove_logo() -> ResponseReturnValue:
    """Go back to the initials."""
    with unit_of_work() as work:
        actions.remove_logo(work, actor=current_actor(), at=now())
    flash(_("The logo was removed."), "good")
    return redirect(url_for("admin.cluster_logo"), 303)


def routes(door: Door) -> None:
    """The cluster itself, under Settings."""
    door.form("/settings/cluster", edit, permission="cluster.settings")
    door.form("/settings/cluster/logo", logo, permission="cluster.settings")
    door.post("/settings/cluster/logo/remove", remove_logo, permission="cluster.settings")
