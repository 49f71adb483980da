"""Tables of billing: products, frozen documents, payments, and what a payment rail tells."""

from typing import cast

from sqlalchemy import Table

from clusterorg.domains.billing.models.documents import (
    DocumentCounter,
    Invoice,
    InvoiceDocument,
    InvoiceLine,
    SellerLogo,
)
from clusterorg.domains.billing.models.payments import Allocation, Payment
from clusterorg.domains.billing.models.products import Product, ProductVatSetting
from clusterorg.domains.billing.models.rail import PaymentAttempt, ProviderEvent

# Plain tables, for many rows at once: they go out in one batch, which entities with empty columns
# do not.
INVOICES = cast(Table, Invoice.__table__)
INVOICE_LINES = cast(Table, InvoiceLine.__table__)
ALLOCATIONS = cast(Table, Allocation.__table__)

__all__ = [
    "ALLOCATIONS",
    "INVOICES",
    "INVOICE_LINES",
    "Allocation",
    "DocumentCounter",
    "Invoice",
    "InvoiceDocument",
    "InvoiceLine",
    "Payment",
    "PaymentAttempt",
    "Product",
    "ProductVatSetting",
    "ProviderEvent",
    "SellerLogo",
]
