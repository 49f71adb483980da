"""Rules of an import: when a column says this, set that; and the mapping kept for next time."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.membership.queries import categories, category_names
from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.actions import imports as actions
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS
from clusterorg.kernel.clock import now
from clusterorg.kernel.i18n import current_locale
from clusterorg.web.admin.imports import check, samples_of
from clusterorg.web.admin.imports_words import COMPARISON, results, rule_sentence
from clusterorg.web.context import current_actor
from clusterorg.web.fields import UuidField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.words import options
from clusterorg.web.work import attempt, session


class RuleForm(BaseForm):
    """When a column says this, set that."""

    column = SelectField(_l("When the column"), validate_choice=False)
    comparison = SelectField(_l("says"), choices=lambda: options(COMPARISON))
    values = StringField(
        _l("this"),
        description=_l("Several words: put a comma between them."),
        validators=[Length(max=500)],
    )
    result = SelectField(_l("then"), validators=[InputRequired(_l("Choose what follows."))])


class ProfileForm(BaseForm):
    """A name for a mapping."""

    name = StringField(_l("Keep this mapping as"), [InputRequired(_l("Give it a name."))])


class UseForm(BaseForm):
    """A mapping that was kept."""

    profile_id = UuidField(_l("Kept mapping"), validate_choice=False)


def index(batch_id: UUID) -> ResponseReturnValue:
    """Which rules apply? Adds one when it is sent."""
    batch = queries.get_batch(session(), batch_id)
    form = RuleForm()
    form.column.choices = [(name, name) for name in batch.columns]
    form.result.choices = results(categories(session()))
    if form.validate_on_submit():
        with attempt(form) as work:
            _set_rules(work, batch, [*batch.rules, _rule(form)])
        if not form.errors:
            flash(_("The rule was added and the rows were checked again."), "good")
            return redirect(url_for("admin.imports_rules_index", batch_id=batch_id), 303)
    names = category_names(session(), current_locale())
    return page(
        "admin/imports/rules.html",
        form=form,
        batch=batch,
        rules=[rule_sentence(rule, names) for rule in batch.rules],
        samples=samples_of(batch),
        progress=queries.progress(session(), batch_id),
    )


def remove(batch_id: UUID) -> ResponseReturnValue:
    """Take a rule away."""
    batch = queries.get_batch(session(), batch_id)
    place = request.form.get("place", -1, type=int)
    form = BaseForm()
    if form.validate_on_submit() and 0 <= place < len(batch.rules):
        with attempt(form) as work:
            _set_rules(work, batch, [r for n, r in enumerate(batch.rules) if n != place])
    _tell(form)
    return redirect(url_for("admin.imports_rules_index", batch_id=batch_id), 303)


def proposals(batch_id: UUID) -> ResponseReturnValue:
    """Take the proposed helix where nothing else gives one, or stop doing so."""
    batch = queries.get_batch(session(), batch_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.accept_proposals(
                work,
                batch_id=batch_id,
                accept=request.form.get("accept") == "yes",
                actor=current_actor(),
                at=now(),
            )
            work.session.flush()
            check(work, batch)
    _tell(form)
    back = "admin.imports_rows_index" if request.form.get("back") == "rows" else None
    return redirect(url_for(back or "admin.imports_rules_index", batch_id=batch_id), 303)


def keep(batch_id: UUID) -> ResponseReturnValue:
    """Keep the mapping and its rules under a name."""
    queries.get_batch(session(), batch_id)
    form = ProfileForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.save_profile(
                work, batch_id=batch_id, name=form.name.data, actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("The mapping was kept for the next file of this kind."), "good")
    _tell(form)
    return redirect(url_for("admin.imports_rules_index", batch_id=batch_id), 303)


def use(batch_id: UUID) -> ResponseReturnValue:
    """Use a mapping that was kept."""
    batch = queries.get_batch(session(), batch_id)
    form = UseForm()
    if form.validate_on_submit() and form.profile_id.data:
        with attempt(form) as work:
            actions.use_profile(
                work,
                batch_id=batch_id,
                profile_id=form.profile_id.data,
                actor=current_actor(),
                at=now(),
            )
            work.session.flush()
            check(work, batch)
        if not form.errors:
            return redirect(url_for("admin.imports_show", batch_id=batch_id), 303)
    _tell(form)
    return redirect(url_for("admin.imports_columns", batch_id=batch_id), 303)


def _set_rules(work: Any, batch: Any, rules: list[dict[str, Any]]) -> None:
    actions.map_columns(
        work,
        batch_id=batch.id,
        mapping=batch.mapping,
        rules=rules,
        actor=current_actor(),
        at=now(),
    )
    work.session.flush()
    check(work, batch)


def _rule(form: RuleForm) -> dict[str, Any]:
    target, _equals, value = form.result.data.partition("=")
    found = {target: value}
    if target == "subgroup":
        found["helix"] = next(h.value for h, groups in SUB_GROUPS.items() if value in groups)
    typed = [part.strip() for part in (form.values.data or "").split(",")]
    return {
        "column": form.column.data,
        "comparison": form.comparison.data,
        "values": [part for part in typed if part],
        "results": found,
    }


def _tell(form: BaseForm) -> None:
    for words in form.errors.values():
        flash(" ".join(str(word) for word in words), "bad")


def routes(door: Door) -> None:
    """Rules of an import."""
    path = "/imports/<uuid:batch_id>"
    door.form(f"{path}/rules", index, permission="members.import")
    door.post(f"{path}/rules/remove", remove, permission="members.import")
    door.post(f"{path}/proposals", proposals, permission="members.import")
    door.post(f"{path}/keep", keep, permission="members.import")
    door.post(f"{path}/use", use, permission="members.import")
