"""Reads of billing. Lists answer rows and a fixed number of statements."""

from clusterorg.domains.billing.queries.attempts import (
    attempts_of,
    get_attempt,
    pending_attempts,
    provider_events,
)
from clusterorg.domains.billing.queries.balances import (
    BUCKETS,
    Balance,
    MemberBalance,
    YearTotals,
    ageing,
    balances_of,
    member_balance,
    member_credit,
    open_items,
    year_totals,
)
from clusterorg.domains.billing.queries.invoices import (
    InvoiceDetail,
    InvoiceFilter,
    credit_notes_of,
    invoice_detail,
    invoices,
    invoices_for,
    invoices_statement,
    lines_of,
    subjects_of,
)
from clusterorg.domains.billing.queries.payments import (
    PaymentFacts,
    allocated_by,
    find_payment,
    get_payment,
    payments,
    payments_of_invoice,
    shares_of_payment,
)
from clusterorg.domains.billing.queries.printing import (
    PrintedDocument,
    frozen_document,
    printed_document,
)
from clusterorg.domains.billing.queries.products import (
    get_product,
    price_with_vat,
    products,
    vat_settings,
)
from clusterorg.domains.billing.queries.proof import faults

__all__ = [
    "BUCKETS",
    "Balance",
    "InvoiceDetail",
    "InvoiceFilter",
    "MemberBalance",
    "PaymentFacts",
    "PrintedDocument",
    "YearTotals",
    "ageing",
    "allocated_by",
    "attempts_of",
    "balances_of",
    "credit_notes_of",
    "faults",
    "find_payment",
    "frozen_document",
    "get_attempt",
    "get_payment",
    "get_product",
    "invoice_detail",
    "invoices",
    "invoices_for",
    "invoices_statement",
    "lines_of",
    "member_balance",
    "member_credit",
    "open_items",
    "payments",
    "payments_of_invoice",
    "pending_attempts",
    "price_with_vat",
    "printed_document",
    "products",
    "provider_events",
    "shares_of_payment",
    "subjects_of",
    "vat_settings",
    "year_totals",
]
