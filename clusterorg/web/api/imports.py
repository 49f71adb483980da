"""Imports: a list is uploaded, mapped, tried, decided, carried out, and undone if need be."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask_babel import get_locale
from flask_smorest.fields import Upload
from marshmallow import fields

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.models import ImportBatch
from clusterorg.domains.organisations.schemas.imports import (
    BatchOutput,
    BatchRow,
    DecisionsInput,
    MappingInput,
    ProfileInput,
    ProfileOutput,
)
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Input, Text
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import files, lists, reads, uploads, writes
from clusterorg.web.api.mechanics.editing import check_version
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work

CSV = "text/csv"


class UploadInput(Input):
    """A CSV or XLSX file; what it is is told by its content, not by its name."""

    file = Upload(required=True)
    encoding = Text(30, metadata={"description": "Of a CSV; default: found out."})
    default_country = Text(2, least=2, load_default="BE")


class ProfileChoice(Input):
    """A saved mapping."""

    profile_id = fields.UUID(required=True)


@lists(BatchRow, asks=Paged)
def index(query: dict[str, Any]) -> Page:
    """List imports, newest first."""
    return queries.batches(session(), **query)


@uploads(BatchOutput, takes=UploadInput)
def create(data: dict[str, Any]) -> Any:
    """Upload a list; a mapping is proposed from its headers. Nothing is imported yet."""
    file = data.pop("file")
    with unit_of_work() as work:
        batch = actions.stage_import(
            work,
            file_name=file.filename or "",
            content=file.read(),
            **data,
            **who_and_when(),
        )
    return _shown(batch), {"Location": url_for("api.imports_show", import_id=batch.id)}


@reads(BatchOutput, etag=True)
def show(import_id: UUID) -> Any:
    """Read an import: its mapping, its rules, how far it is."""
    return _shown(queries.get_batch(session(), import_id))


@writes(BatchOutput, takes=MappingInput, etag=True, edits=True)
def map_columns(data: dict[str, Any], import_id: UUID, version: int) -> Any:
    """Say which column goes where, by which rules; the trial has to be made again."""
    accept = data.pop("accept_proposals", None)
    with unit_of_work() as work:
        check_version(queries.get_batch(session(), import_id).version)
        batch = actions.map_columns(work, batch_id=import_id, **data, **who_and_when())
        if accept is not None:
            actions.accept_proposals(work, batch_id=import_id, accept=accept, **who_and_when())
    return _shown(batch)


@writes(BatchOutput, takes=ProfileChoice, etag=True)
def use_profile(data: dict[str, Any], import_id: UUID) -> Any:
    """Map by a saved mapping, as far as its columns are in this file."""
    with unit_of_work() as work:
        batch = actions.use_profile(work, batch_id=import_id, **data, **who_and_when())
    return _shown(batch)


@writes(BatchOutput, etag=True)
def check(import_id: UUID) -> Any:
    """Try the import: every row is read and compared, nothing outside the import is written."""
    with unit_of_work() as work:
        batch = actions.check_import(work, batch_id=import_id, **who_and_when())
    return _shown(batch)


@writes(BatchOutput, takes=DecisionsInput, etag=True)
def decide(data: dict[str, Any], import_id: UUID) -> Any:
    """Decide for every undecided row of a state at once."""
    with unit_of_work() as work:
        actions.decide_rows(work, batch_id=import_id, **data, **who_and_when())
    return _shown(queries.get_batch(session(), import_id))


@writes(BatchOutput, status=202, etag=True, once="optional")
def carry_out(import_id: UUID) -> Any:
    """Begin to carry out a tried import, as a job; rows with errors are left out."""
    with unit_of_work() as work:
        return _shown(actions.start_import(work, batch_id=import_id, **who_and_when()))


@writes(BatchOutput, status=202, etag=True, once="optional")
def undo(import_id: UUID) -> Any:
    """Begin to undo an import, as a job; what is used elsewhere by now stays."""
    with unit_of_work() as work:
        return _shown(actions.start_undo(work, batch_id=import_id, **who_and_when()))


@writes(None)
def discard(import_id: UUID) -> None:
    """Throw an import away that was not carried out."""
    with unit_of_work() as work:
        actions.delete_import(work, batch_id=import_id, **who_and_when())


@files(CSV)
def report(import_id: UUID) -> Response:
    """Download the rows with errors; corrected, the file can be imported again."""
    batch = queries.get_batch(session(), import_id)
    content = queries.error_report(session(), batch, locale=str(get_locale() or "en"))
    answer = Response(content, mimetype=CSV)
    answer.headers["Content-Disposition"] = 'attachment; filename="errors.csv"'
    return answer


@lists(ProfileOutput)
def profiles() -> Any:
    """List the saved mappings."""
    return queries.profiles_of_imports(session())


@writes(ProfileOutput, takes=ProfileInput, status=201, once="optional")
def save_profile(data: dict[str, Any], import_id: UUID) -> Any:
    """Save an import's mapping and rules under a name."""
    with unit_of_work() as work:
        return actions.save_profile(work, batch_id=import_id, name=data["name"], **who_and_when())


def _shown(batch: ImportBatch) -> dict[str, Any]:
    session().flush()
    names = [name for name in BatchOutput().fields if name != "progress"]
    shown = {name: getattr(batch, name) for name in names}
    return {**shown, "progress": queries.progress(session(), batch.id)}
