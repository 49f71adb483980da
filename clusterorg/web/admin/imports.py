"""Imports: the list, the upload, the columns, and where one import stands."""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.actions import imports as actions
from clusterorg.domains.organisations.vocabulary import Outcome
from clusterorg.kernel.clock import now
from clusterorg.kernel.i18n import current_locale
from clusterorg.kernel.unit_of_work import UnitOfWork
from clusterorg.web.admin.imports_words import OUTCOME, target_word, targets
from clusterorg.web.context import current_actor
from clusterorg.web.fields import CountryField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import attached
from clusterorg.web.work import attempt, session

CHECK_AT_ONCE = 3000
"""Rows that are checked while the visitor waits; a longer list is checked by a job."""
SAMPLES = 3
REFRESH = 4


class UploadForm(BaseForm):
    """A list of organisations."""

    file = FileField(_l("CSV or XLSX file"), [FileRequired(_l("Choose a file."))])
    encoding = SelectField(
        _l("Letters in the file"),
        choices=[
            ("", _l("Find out by itself")),
            ("utf-8", _l("UTF-8 (most programs)")),
            ("cp1252", _l("Windows (older Excel)")),
            ("mac_roman", _l("Mac (older)")),
        ],
        description=_l("Choose one only when accents come out wrong."),
    )


class ColumnsForm(BaseForm):
    """Where each column goes; the selects of the columns are read from the request."""

    default_country = CountryField(_l("Country, where the file gives none"))


def index() -> ResponseReturnValue:
    """Which lists came in?"""
    found = queries.batches(session(), cursor=request.args.get("cursor"))
    return page("admin/imports/index.html", page=found)


def new() -> ResponseReturnValue:
    """Which list do you bring?"""
    form = UploadForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            batch = actions.stage_import(
                work,
                file_name=form.file.data.filename or "list",
                content=form.file.data.read(),
                encoding=form.encoding.data or None,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("admin.imports_columns", batch_id=batch.id), 303)
    return page("admin/imports/new.html", form=form)


def columns(batch_id: UUID) -> ResponseReturnValue:
    """What stands in each column?"""
    batch = queries.get_batch(session(), batch_id)
    form = ColumnsForm(default_country=batch.default_country)
    chosen = dict(batch.mapping)
    if form.is_submitted():
        chosen = _chosen(batch.columns)
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.map_columns(
                work,
                batch_id=batch_id,
                mapping=chosen,
                rules=batch.rules,
                default_country=form.default_country.data,
                actor=current_actor(),
                at=now(),
            )
            check(work, batch)
        if not form.errors:
            return redirect(url_for("admin.imports_show", batch_id=batch_id), 303)
    return page(
        "admin/imports/columns.html",
        form=form,
        batch=batch,
        chosen=chosen,
        targets=targets(),
        samples=samples_of(batch),
        profiles=queries.profiles_of_imports(session()),
    )


def check_again(batch_id: UUID) -> ResponseReturnValue:
    """Make the dry run again, as after a new rule."""
    batch = queries.get_batch(session(), batch_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            check(work, batch)
    for words in form.errors.values():
        flash(" ".join(str(word) for word in words), "bad")
    return redirect(url_for("admin.imports_show", batch_id=batch_id), 303)


def show(batch_id: UUID) -> ResponseReturnValue:
    """Where does this import stand? Leads on to the step that comes next."""
    batch = queries.get_batch(session(), batch_id)
    if batch.status == "checked":
        return redirect(url_for("admin.imports_rows_index", batch_id=batch_id))
    if batch.status == "staged" and batch.row_count <= CHECK_AT_ONCE:
        return redirect(url_for("admin.imports_columns", batch_id=batch_id))
    under_way = batch.status in ("staged", "running", "undoing")
    asked = request.args.get("outcome", "")
    outcome = Outcome(asked) if asked in set(Outcome) else None
    answer: Response = make_response(
        page(
            "admin/imports/show.html",
            batch=batch,
            progress=queries.progress(session(), batch_id),
            page=None if under_way else _results(batch_id, outcome),
            outcome=outcome,
            under_way=under_way,
            words_of=OUTCOME,
            target_word=target_word,
            problem_text=queries.problem_text,
        )
    )
    if under_way:
        answer.headers["Refresh"] = str(REFRESH)
    return answer


def errors_file(batch_id: UUID) -> ResponseReturnValue:
    """The rows with errors and what is wrong with each, ready to be corrected and sent again."""
    batch = queries.get_batch(session(), batch_id)
    body = queries.error_report(session(), batch, locale=current_locale())
    stem = batch.file_name.rpartition(".")[0] or batch.file_name
    return attached(Response(body, mimetype="text/csv"), f"{stem}-errors.csv")


def _results(batch_id: UUID, outcome: Outcome | None) -> Any:
    cursor = request.args.get("cursor")
    return queries.import_rows(session(), batch_id, outcome=outcome, cursor=cursor)


def _chosen(names: list[str]) -> dict[str, str]:
    """Read the select of each column: they are numbered, since names may hold anything."""
    return {name: request.form.get(f"target-{place}", "") for place, name in enumerate(names)}


def check(work: UnitOfWork, batch: Any) -> None:
    """Make the dry run now, or let the worker make it when the list is long."""
    actor = current_actor()
    if batch.row_count <= CHECK_AT_ONCE:
        actions.check_import(work, batch_id=batch.id, actor=actor, at=now())
        return
    actions.check_import_later(work, batch_id=batch.id, actor=actor)


def samples_of(batch: Any) -> list[list[str]]:
    """Return some different values of each column, from the first rows."""
    rows = queries.import_rows(session(), batch.id, limit=40).rows
    found: list[list[str]] = []
    for place, _name in enumerate(batch.columns):
        cells = dict.fromkeys(row.raw[place].strip() for row in rows if row.raw[place].strip())
        found.append(list(cells)[:SAMPLES])
    return found


def routes(door: Door) -> None:
    """Imports."""
    path = "/imports/<uuid:batch_id>"
    door.get("/imports", index, permission="members.import")
    door.form("/imports/new", new, permission="members.import")
    door.get(path, show, permission="members.import")
    door.form(f"{path}/columns", columns, permission="members.import")
    door.post(f"{path}/check", check_again, permission="members.import")
    door.get(f"{path}/errors.csv", errors_file, permission="members.import")
