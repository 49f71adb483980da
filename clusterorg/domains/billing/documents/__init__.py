"""The printed document: a pure function from a frozen document to PDF bytes.

`render_pdf` gives the same bytes for the same document, today and in ten years: it reads nothing
but its argument and the template of the layout the document was issued with; fonts are the ones
typst carries; the timestamp is the issue date. The result is PDF/A-3a and PDF/UA-1.
"""

from clusterorg.domains.billing.documents.document import (
    FrozenDocument,
    FrozenLine,
    FrozenParty,
)
from clusterorg.domains.billing.documents.render import render_pdf

__all__ = ["FrozenDocument", "FrozenLine", "FrozenParty", "render_pdf"]
