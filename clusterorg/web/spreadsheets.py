"""Downloads of what a list shows, as CSV or XLSX; the cells are written by organisations.sheets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flask import Response
from werkzeug.utils import secure_filename

from clusterorg.domains.organisations.sheets.writing import Column, Kind, to_csv, to_xlsx
from clusterorg.kernel.i18n import current_locale
from clusterorg.kernel.paging import MAX_LIMIT, Page

__all__ = ["FILE_KIND", "Column", "Kind", "download", "every_row"]

FILE_KIND = "<any(csv, xlsx):kind>"
"""What the address of a download ends in."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    name: str, kind: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> Response:
    """Answer with a file of `rows`; `kind` is csv or xlsx, `name` has no ending."""
    if kind == "xlsx":
        answer = Response(to_xlsx(columns, rows, title=name), mimetype=XLSX)
    else:
        body = to_csv(columns, rows, locale=current_locale())
        answer = Response(body, mimetype="text/csv")
    return attached(answer, f"{name}.{kind}")


def attached(answer: Response, file_name: str) -> Response:
    """Make an answer a file that is saved under a name and kept by no cache."""
    safe = secure_filename(file_name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def every_row(ask: Callable[..., Page]) -> Iterator[Any]:
    """Yield the rows of all pages of a list; `ask` takes `cursor` and `limit`."""
    cursor = None
    while True:
        found = ask(cursor=cursor, limit=MAX_LIMIT)
        yield from found.rows
        cursor = found.next
        if cursor is None:
            return
