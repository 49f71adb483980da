"""Words of the staged import."""

from enum import StrEnum

from clusterorg.kernel.errors import _


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


BATCH_STATUS: dict[str, str] = {
    "staged": _("uploaded, not checked yet"),
    "checked": _("checked"),
    "running": _("being carried out"),
    "done": _("carried out"),
    "undoing": _("being undone"),
    "undone": _("undone"),
}


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
