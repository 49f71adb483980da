"""Membership categories: which kinds of membership there are."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.vocabulary import ApprovalPolicy, CategoryData
from clusterorg.domains.organisations.vocabulary import Helix
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import languages, named
from clusterorg.web.context import current_actor
from clusterorg.web.fields import TextsField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.words import APPROVAL, HELIX, options
from clusterorg.web.work import attempt, session


class CategoryForm(BaseForm):
    """One kind of membership."""

    names = TextsField(_l("Name"), languages=languages)
    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Give the category a short code.")),
            Length(max=40),
            Regexp(
                r"^[a-z0-9][a-z0-9_-]*$",
                message=_l("Use lower-case letters, digits, hyphens and underscores only."),
            ),
        ],
        description=_l("Short name for imports and the API, such as full or associate."),
    )
    descriptions = TextsField(_l("What it is for"), languages=languages)
    helix = SelectField(_l("For whom"), choices=lambda: [("", _("Every helix")), *options(HELIX)])
    voting = BooleanField(_l("Votes in the general assembly"), default=True)
    open_for_application = BooleanField(_l("Organisations can apply for it"), default=True)
    approval = SelectField(
        _l("Who approves an application"),
        choices=lambda: [("", _("As the application policy says")), *options(APPROVAL)],
    )

    def data_in(self) -> CategoryData:
        """Return what was typed as the action takes it."""
        return CategoryData(
            code=self.code.data or "",
            names=self.names.data,
            descriptions=self.descriptions.data,
            voting=self.voting.data,
            helix=Helix(self.helix.data) if self.helix.data else None,
            open_for_application=self.open_for_application.data,
            approval=ApprovalPolicy(self.approval.data) if self.approval.data else None,
        )


def index() -> ResponseReturnValue:
    """Which kinds of membership do we have?"""
    rows = queries.categories(session())
    return page("admin/settings/categories.html", rows=rows, named=named)


def new() -> ResponseReturnValue:
    """Add a category."""
    form = CategoryForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.add_category(work, data=form.data_in(), actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The category %(name)s is there.", name=named(form.names.data)), "good")
            return redirect(url_for("admin.categories_index"), 303)
    return page("admin/settings/category.html", form=form, category=None, named=named)


def edit(category_id: UUID) -> ResponseReturnValue:
    """Change a category."""
    category = queries.get_category(session(), category_id)
    form = CategoryForm(data=_shown(category))
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.change_category(
                work,
                category_id=category_id,
                data=form.data_in(),
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The category was changed."), "good")
            return redirect(url_for("admin.categories_index"), 303)
    return page("admin/settings/category.html", form=form, category=category, named=named)


def _shown(category: Any) -> dict[str, object]:
    return {
        "code": category.code,
        "names": category.names,
        "descriptions": category.descriptions,
        "helix": category.helix or "",
        "voting": category.voting,
        "open_for_application": category.open_for_application,
        "approval": category.approval or "",
    }


def routes(door: Door) -> None:
    """Membership categories, under Settings."""
    door.get("/settings/categories", index, permission="cluster.read")
    door.form("/settings/categories/new", new, permission="scheme.write")
    door.form("/settings/categories/<uuid:category_id>", edit, permission="scheme.write")
