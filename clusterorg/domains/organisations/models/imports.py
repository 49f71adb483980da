"""The staged import: a batch, its rows, and saved column mappings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.organisations.vocabulary import (
    BatchStatus,
    Decision,
    FileKind,
    Outcome,
    RowState,
)
from clusterorg.kernel.db import (
    Base,
    TenantOwned,
    Timestamp,
    Versioned,
    enum_text,
    one_of,
    tenant_fk,
)


class ImportBatch(TenantOwned, Versioned, Base):
    """One uploaded list. `mapping` is column → target, `rules` as in rules.import_rules."""

    __tablename__ = "import_batches"
    __table_args__ = (one_of("file_kind", FileKind), one_of("status", BatchStatus))

    file_name: Mapped[str] = mapped_column(String(255))
    file_kind: Mapped[str] = enum_text(10)
    file_sha256: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str | None] = mapped_column(String(30))
    delimiter: Mapped[str | None] = mapped_column(String(1))
    columns: Mapped[list[str]] = mapped_column(ARRAY(String(200)))
    row_count: Mapped[int]
    mapping: Mapped[dict[str, Any]]
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    accept_proposals: Mapped[bool]
    default_country: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = enum_text(10)
    staged_at: Mapped[datetime] = mapped_column(Timestamp)
    staged_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime | None] = mapped_column(Timestamp)
    finished_at: Mapped[datetime | None] = mapped_column(Timestamp)
    undo_started_at: Mapped[datetime | None] = mapped_column(Timestamp)
    undone_at: Mapped[datetime | None] = mapped_column(Timestamp)


class ImportRow(TenantOwned, Base):
    """One row of the file: what it says, what we found, what was decided, what happened.

    `raw` are the cells in the order of the batch's columns; `values` target → text after mapping,
    rules, proposal and corrections; `candidates` ranked duplicates; `before` what an update
    replaced, for the undo; `version_after` the organisation's version right after.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        tenant_fk("batch_id", "import_batches", ondelete="CASCADE"),
        UniqueConstraint("cluster_id", "batch_id", "line"),
        one_of("state", RowState),
        one_of("decision", Decision),
        one_of("outcome", Outcome),
        CheckConstraint("decision <> 'update' OR target_id IS NOT NULL", name="update_has_target"),
        Index("ix_import_rows_outcome", "cluster_id", "batch_id", "outcome", "line"),
    )

    batch_id: Mapped[UUID]
    line: Mapped[int]
    raw: Mapped[list[str]] = mapped_column(JSONB)
    corrections: Mapped[dict[str, Any]]
    values: Mapped[dict[str, Any]]
    state: Mapped[str] = enum_text(10)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    proposal: Mapped[dict[str, Any] | None]
    decision: Mapped[str | None] = enum_text(10)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    target_id: Mapped[UUID | None]
    outcome: Mapped[str] = enum_text(15)
    organisation_id: Mapped[UUID | None]
    before: Mapped[dict[str, Any] | None]
    version_after: Mapped[int | None]
    carried_at: Mapped[datetime | None] = mapped_column(Timestamp)


class ImportProfile(TenantOwned, Base):
    """A saved mapping with its rules, for the next file of the same source."""

    __tablename__ = "import_profiles"
    __table_args__ = (UniqueConstraint("cluster_id", "name"),)

    name: Mapped[str] = mapped_column(String(100))
    mapping: Mapped[dict[str, Any]]
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    accept_proposals: Mapped[bool]
    default_country: Mapped[str] = mapped_column(String(2))
    saved_at: Mapped[datetime] = mapped_column(Timestamp)
