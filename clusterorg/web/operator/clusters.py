"""Clusters of the platform: list them, open one and invite its first owner."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.vocabulary import ClusterData
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.ids import new_id
from clusterorg.web.cluster_form import NEEDED, DetailsForm
from clusterorg.web.context import current_actor
from clusterorg.web.looks.frame import languages as offered
from clusterorg.web.pages import page
from clusterorg.web.work import session, show_refusal, unit_of_work

# The first owner's fields carry a prefix on the page, for their names are the cluster's too.
OWNER = {"email": "owner_email", "given_name": "owner_given_name"}


class NewClusterForm(DetailsForm):
    """A cluster and its first owner."""

    slug = StringField(
        _l("Address"),
        [NEEDED, Length(max=40)],
        description=_l(
            "Small letters, digits and hyphens; it stands for good, as in /c/smaakkust."
        ),
    )
    owner_email = EmailField(_l("E-mail address"), [NEEDED, Length(max=320)])
    owner_given_name = StringField(_l("Given name"), [InputRequired(), Length(max=100)])
    owner_family_name = StringField(_l("Family name"), [InputRequired(), Length(max=100)])
    owner_language = SelectField(_l("Language"), choices=offered)


def index() -> ResponseReturnValue:
    """Which clusters are there?"""
    found = queries.clusters(session(), cursor=request.args.get("cursor"))
    return page("operator/clusters.html", found=found)


def new() -> ResponseReturnValue:
    """Open a cluster and mail its first owner an invitation, in one commit."""
    form = NewClusterForm()
    if form.validate_on_submit():
        _create(form)
        if not form.errors:
            words = _("%(name)s is open; %(email)s gets an invitation.")
            flash(words % {"name": form.name.data, "email": form.owner_email.data}, "good")
            return redirect(url_for("operator.clusters_index"), 303)
    return page("operator/new.html", form=form)


def _create(form: NewClusterForm) -> None:
    """Put the new cluster in scope, as the operator's pages have none, and open it there."""
    actor, at, step = current_actor(), now(), "cluster"
    session().enter_cluster(new_id())
    try:
        with unit_of_work() as work:
            data = ClusterData(slug=(form.slug.data or "").strip(), **form.details())
            actions.create_cluster(work, data=data, actor=actor, at=at)
            step = "owner"
            actions.invite_to_seat(
                work,
                email=form.owner_email.data or "",
                given_name=form.owner_given_name.data or "",
                family_name=form.owner_family_name.data or "",
                language=form.owner_language.data,
                role="owner",
                actor=actor,
                at=at,
            )
    except DomainError as refusal:
        show_refusal(form, refusal, OWNER if step == "owner" else None)
