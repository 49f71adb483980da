"""Tables of billing: products, frozen documents, payments, and what a payment rail tells."""

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

__all__ = [
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
