"""Typst: one compiler per process, kept warm (the first page 20 ms, then a few)."""

import json
import threading
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import typst

from clusterorg.domains.billing.documents.document import FrozenDocument
from clusterorg.domains.billing.documents.view import view

LAYOUT = 1
"""The layout new documents are issued with; older ones keep the template of theirs."""

STANDARDS: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]
_HERE = Path(__file__).parent
_lock = threading.Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(_HERE), ignore_system_fonts=True)


@cache
def _template(layout: int) -> bytes:
    return (_HERE / f"layout_{layout}.typ").read_bytes()


def render_pdf(document: FrozenDocument, *, layout: int = LAYOUT) -> bytes:
    """Return the document as PDF/A-3a and PDF/UA-1; the same document gives the same bytes.

    Raises typst.TypstError when the template cannot set it (a bug), FileNotFoundError for an
    unknown layout.
    """
    data = json.dumps(view(document), ensure_ascii=False, sort_keys=True)
    issued_at = datetime.combine(document.issued_on, time(12), UTC)
    with _lock:
        pdf = _compiler().compile(
            input=_template(layout),
            format="pdf",
            sys_inputs={"document": data},
            pdf_standards=STANDARDS,
            timestamp=issued_at,
        )
    if not isinstance(pdf, bytes):
        raise TypeError("typst answered several files for one PDF")
    return pdf
