"""Pure rules of billing: VAT, totals, numbers, references, shares, standing."""

from clusterorg.domains.billing.rules.numbers import (
    document_number,
    payment_reference,
    read_reference,
    shown_reference,
)
from clusterorg.domains.billing.rules.shares import check_shares, fill
from clusterorg.domains.billing.rules.standing import (
    attempt_state,
    is_overdue,
    may_move,
    standing,
)
from clusterorg.domains.billing.rules.totals import check_order, line_net, posting_lines, totals
from clusterorg.domains.billing.rules.vat import check_document_vat, check_vat, legal_text

__all__ = [
    "attempt_state",
    "check_document_vat",
    "check_order",
    "check_shares",
    "check_vat",
    "document_number",
    "fill",
    "is_overdue",
    "legal_text",
    "line_net",
    "may_move",
    "payment_reference",
    "posting_lines",
    "read_reference",
    "shown_reference",
    "standing",
    "totals",
]
