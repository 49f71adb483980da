"""Words of the staged import."""

from enum import StrEnum


class FileKind(StrEnum):
    """What was uploaded."""

    CSV = "csv"
    XLSX = "xlsx"


class BatchStatus(StrEnum):
    """staged → checked → running → done → (undoing → undone); staged again after any change."""

    STAGED = "staged"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class RowState(StrEnum):
    """What the dry run found."""

    UNCHECKED = "unchecked"
    READY = "ready"
    DUPLICATE = "duplicate"
    ERROR = "error"


class Decision(StrEnum):
    """What is to happen to a row; a row with candidates waits until somebody decides."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"


class Outcome(StrEnum):
    """What happened to a row."""

    PENDING = "pending"
    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNDONE = "undone"
    UNDOING = "undoing"
    UNDO_REFUSED = "undo_refused"
