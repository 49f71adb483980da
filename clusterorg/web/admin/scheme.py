"""The dues scheme: its versions, a draft to work on, publication, and a box to try it out."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.vocabulary import RateData, SchemeData
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass, SubGroup
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import named, today
from clusterorg.web.admin.scheme_form import COLUMNS, ROWS, SchemeForm, cell_name, shown
from clusterorg.web.admin.scheme_trial import trial
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

# What a new version takes over from the one before it; its rates are copied beside it.
COPIED = set(SchemeData.__dataclass_fields__) & set(Scheme.__dataclass_fields__) - {
    "valid_from",
    "rates",
}


def index() -> ResponseReturnValue:
    """What does a membership cost, and since when?"""
    rows = queries.versions(session())
    published = [row for row in rows if row.published_at and row.valid_from <= today()]
    current = published[0] if published else None
    return page("admin/settings/schemes.html", rows=rows, current=current, today=today())


def show(scheme_id: UUID) -> ResponseReturnValue:
    """What does this version say, and what would somebody pay?"""
    scheme = queries.get_scheme(session(), scheme_id)
    return page("admin/settings/scheme.html", **_shown(scheme), **trial(scheme_id))


def try_out(scheme_id: UUID) -> ResponseReturnValue:
    """The answer of the test box alone, for the live preview."""
    scheme = queries.get_scheme(session(), scheme_id)
    return page("admin/settings/_trial_answer.html", dues=scheme, **trial(scheme_id))


def new() -> ResponseReturnValue:
    """Begin a new version: a copy of the newest one, or an empty one."""
    form = BaseForm()
    form.validate_on_submit()
    with attempt(form) as work:
        scheme = actions.draft_scheme(work, data=_next(), actor=current_actor(), at=now())
    if form.errors:
        flash(" ".join(str(error) for error in form.form_errors), "bad")
        return redirect(url_for("admin.scheme_index"), 303)
    flash(_("A draft is ready. Members see nothing of it until you publish it."), "good")
    return redirect(url_for("admin.scheme_edit", scheme_id=scheme.id), 303)


def edit(scheme_id: UUID) -> ResponseReturnValue:
    """Change a draft."""
    scheme = queries.get_scheme(session(), scheme_id)
    if scheme.published_at is not None:
        flash(_("A published version never changes. Begin a new version instead."), "info")
        return redirect(url_for("admin.scheme_show", scheme_id=scheme_id), 303)
    kinds = queries.categories(session())
    codes = {kind.id: kind.code for kind in kinds}
    form = SchemeForm(data=shown(scheme, queries.rates_of(session(), scheme_id), codes))
    more = "more" in request.form
    form.offer([(kind.code, named(kind.names)) for kind in kinds], more=more)
    if form.is_submitted() and not more and form.validate():
        with attempt(form) as work:
            actions.change_scheme(
                work, scheme_id=scheme_id, data=form.data_in(), actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("The draft was saved."), "good")
            return redirect(url_for("admin.scheme_show", scheme_id=scheme_id), 303)
    grid = {"rows": ROWS, "columns": COLUMNS, "cell_name": cell_name}
    return page("admin/settings/scheme_edit.html", form=form, dues=scheme, **grid)


def publish(scheme_id: UUID) -> ResponseReturnValue:
    """Publish a draft: asked once more, with what follows."""
    scheme = queries.get_scheme(session(), scheme_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.publish_scheme(work, scheme_id=scheme_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("Version %(number)s is published.", number=scheme.number), "good")
            return redirect(url_for("admin.scheme_show", scheme_id=scheme_id), 303)
    coverage = queries.coverage_of(session(), scheme_id)
    return page(
        "admin/settings/scheme_publish.html",
        form=form,
        dues=scheme,
        coverage=coverage,
        names=_category_names(),
    )


def discard(scheme_id: UUID) -> ResponseReturnValue:
    """Throw a draft away: asked once more."""
    scheme = queries.get_scheme(session(), scheme_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.discard_scheme(work, scheme_id=scheme_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The draft was thrown away."), "good")
            return redirect(url_for("admin.scheme_index"), 303)
    return page("admin/settings/scheme_discard.html", form=form, dues=scheme)


def _shown(scheme: Any) -> dict[str, Any]:
    rates = queries.rates_of(session(), scheme.id)
    grid = {
        cell_name(rate.helix, rate.size_class): rate.cents
        for rate in rates
        if rate.subgroup is None and rate.category_id is None
    }
    special = [rate for rate in rates if rate.subgroup or rate.category_id]
    names = {kind.id: named(kind.names) for kind in queries.categories(session())}
    frame = {"rows": ROWS, "columns": COLUMNS, "cell_name": cell_name, "category_names": names}
    return {"dues": scheme, "grid": grid, "special": special, **frame}


def _category_names() -> dict[str, str]:
    return {kind.code: named(kind.names) for kind in queries.categories(session())}


def _next() -> SchemeData:
    """The newest version with a date of its own, or an empty version for this year."""
    rows = queries.versions(session())
    first = date(today().year, 1, 1)
    if not rows:
        return SchemeData(valid_from=first)
    newest = rows[0]
    value = queries.scheme_value(session(), newest.id)
    same = {name: getattr(value, name) for name in COPIED}
    rates = tuple(_rate(rate) for rate in value.rates)
    return SchemeData(valid_from=_free_day(rows, newest), rates=rates, **same)


def _rate(rate: Any) -> RateData:
    return RateData(
        cents=rate.cents,
        helix=Helix(rate.helix) if rate.helix else None,
        subgroup=SubGroup(rate.subgroup) if rate.subgroup else None,
        size_class=SizeClass(rate.size_class) if rate.size_class else None,
        category=rate.category,
    )


def _free_day(rows: Any, newest: Any) -> date:
    taken = {row.valid_from for row in rows}
    year = max(newest.valid_from.year, today().year) + 1
    while date(year, newest.first_month, 1) in taken:
        year += 1
    return date(year, newest.first_month, 1)


def routes(door: Door) -> None:
    """The dues scheme, under Settings."""
    door.get("/settings/dues", index, permission="dues.read")
    door.post("/settings/dues/new", new, permission="scheme.write")
    door.get("/settings/dues/<uuid:scheme_id>", show, permission="dues.read")
    door.get("/settings/dues/<uuid:scheme_id>/try", try_out, permission="dues.read")
    door.form("/settings/dues/<uuid:scheme_id>/edit", edit, permission="scheme.write")
    door.form("/settings/dues/<uuid:scheme_id>/publish", publish, permission="scheme.write")
    door.form("/settings/dues/<uuid:scheme_id>/discard", discard, permission="scheme.write")
