"""Shapes of billing in the API: what comes in is strict, what goes out is read off rows."""

from clusterorg.domains.billing.schemas.incoming import (
    CheckoutOrderSchema,
    CreditApplicationSchema,
    CreditOrderSchema,
    InvoiceOrderSchema,
    InvoiceQuerySchema,
    PaymentOrderSchema,
    ProductOrderSchema,
    ProductPatchSchema,
    UndoSchema,
    VatDecisionSchema,
)
from clusterorg.domains.billing.schemas.outgoing import (
    AgeingSchema,
    AttemptSchema,
    CheckoutPageSchema,
    InvoiceDetailSchema,
    InvoiceSchema,
    IssuedInvoiceSchema,
    MemberBalanceSchema,
    PaymentSchema,
    ProductSchema,
)

__all__ = [
    "AgeingSchema",
    "AttemptSchema",
    "CheckoutOrderSchema",
    "CheckoutPageSchema",
    "CreditApplicationSchema",
    "CreditOrderSchema",
    "InvoiceDetailSchema",
    "InvoiceOrderSchema",
    "InvoiceQuerySchema",
    "InvoiceSchema",
    "IssuedInvoiceSchema",
    "MemberBalanceSchema",
    "PaymentOrderSchema",
    "PaymentSchema",
    "ProductOrderSchema",
    "ProductPatchSchema",
    "ProductSchema",
    "UndoSchema",
    "VatDecisionSchema",
]
