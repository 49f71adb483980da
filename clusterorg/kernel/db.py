"""Base classes of all tables and the few column kinds we use."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Row,
    String,
    any_,
    literal,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from clusterorg.kernel.ids import new_id

Timestamp = DateTime(timezone=True)

AnyRow = Row[*tuple[Any, ...]]
"""A row of a read, whatever its columns: lists pass rows on, not entities."""

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """The one registry of tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSONB}


class TenantOwned:
    """A row of exactly one cluster: `cluster_id` is part of its key and of every foreign key."""

    @declared_attr
    def cluster_id(self) -> Mapped[UUID]:
        """The cluster that owns the row; filled in from the session's scope."""
        return mapped_column(ForeignKey("clusters.id"), primary_key=True)

    @declared_attr
    def id(self) -> Mapped[UUID]:
        """A UUIDv7, unique within the cluster."""
        return mapped_column(primary_key=True, default=new_id)


class Versioned:
    """Optimistic lock: the version is the ETag of the API and the hidden field of a form."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(self) -> dict[str, Any]:
        return {"version_id_col": self.version}


def tenant_fk(
    column: str, table: str, *, ondelete: str | None = None, use_alter: bool = False
) -> ForeignKeyConstraint:
    """Return the composite foreign key (cluster_id, column) → table (cluster_id, id).

    A row can therefore never point into another cluster.
    """
    return ForeignKeyConstraint(
        ["cluster_id", column],
        [f"{table}.cluster_id", f"{table}.id"],
        ondelete=ondelete,
        use_alter=use_alter,
    )


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """Return the check that a text column holds one of an enumeration's values."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def enum_text(length: int = 40) -> Any:
    """Return a text column for a StrEnum; the allowed values stand in a check (`one_of`)."""
    return mapped_column(String(length))


def among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """Return `column = ANY (values)`: one parameter however many values, where IN has one each."""
    condition: ColumnElement[bool] = column == any_(literal(list(values), ARRAY(column.type)))
    return condition


def constant(value: StrEnum) -> ColumnElement[str]:
    """Return a word of ours as it stands in SQL, not as a value that is sent with every request."""
    return literal_column(f"'{value.value}'", String())
