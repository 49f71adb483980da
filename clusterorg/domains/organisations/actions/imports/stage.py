"""Take an upload in, untouched, and throw it away again."""

import hashlib
from datetime import datetime
from pathlib import PurePath
from uuid import UUID

from clusterorg.domains.organisations.actions.imports.common import refuse_unless
from clusterorg.domains.organisations.models import ImportBatch, ImportRow
from clusterorg.domains.organisations.queries.imports import get_batch
from clusterorg.domains.organisations.queries.labels import field_definitions
from clusterorg.domains.organisations.rules.mapping import propose_mapping
from clusterorg.domains.organisations.sheets.reading import Sheet, read_sheet
from clusterorg.domains.organisations.vocabulary import BatchStatus, Outcome, RowState
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.bulk import insert_rows, table_of
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def stage_import(
    work: UnitOfWork,
    *,
    file_name: str,
    content: bytes,
    actor: Actor,
    at: datetime,
    encoding: str | None = None,
    default_country: str = "BE",
) -> ImportBatch:
    """Store an uploaded list row by row, with a mapping proposed from its headers.

    Raises the refusals of sheets.reading; then nothing is stored.
    """
    sheet = read_sheet(content, encoding=encoding)
    batch = ImportBatch(
        file_name=(PurePath(file_name.replace("\\", "/")).name or "import")[:255],
        file_kind=sheet.kind.value,
        file_sha256=hashlib.sha256(content).hexdigest(),
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns=list(sheet.columns),
        row_count=len(sheet.rows),
        mapping=propose_mapping(sheet.columns, field_definitions(work.session)),
        rules=[],
        accept_proposals=False,
        default_country=default_country,
        status=BatchStatus.STAGED.value,
        staged_at=at,
        staged_by=actor.name[:200],
    )
    work.session.add(batch)
    work.session.flush()
    _insert_rows(work, batch.id, sheet)
    work.record(
        "import.staged",
        subject=("import", batch.id),
        actor=actor,
        at=at,
        after={"file": batch.file_name, "rows": batch.row_count, "sha256": batch.file_sha256},
    )
    return batch


def _insert_rows(work: UnitOfWork, batch_id: UUID, sheet: Sheet) -> None:
    fixed = {
        "cluster_id": work.cluster_id,
        "batch_id": batch_id,
        "corrections": {},
        "values": {},
        "state": RowState.UNCHECKED.value,
        "problems": [],
        "candidates": [],
        "outcome": Outcome.PENDING.value,
    }
    rows = [{**fixed, "id": new_id(), "line": line, "raw": cells} for line, cells in sheet.rows]
    insert_rows(work.session, table_of(ImportRow), rows)


def delete_import(work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime) -> None:
    """Throw an import away that was not carried out. Raises ImportNotReady."""
    batch = get_batch(work.session, batch_id)
    refuse_unless(batch, BatchStatus.STAGED, BatchStatus.CHECKED)
    work.record(
        "import.deleted",
        subject=("import", batch_id),
        actor=actor,
        at=at,
        before={"file": batch.file_name, "rows": batch.row_count},
    )
    work.session.delete(batch)
