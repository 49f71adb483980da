"""Orders for tests of the payment rail."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from clusterorg.domains.billing.ports import CheckoutOrder
from clusterorg.kernel.ids import new_id
from tests.support.stripe import ACCOUNT

CLUSTER = UUID("018f0000-0000-7000-8000-000000000001")
INVOICE = UUID("018f0000-0000-7000-8000-000000000002")


def an_order(**changes: Any) -> CheckoutOrder:
    """An order of 605.00 EUR for one invoice, with a new attempt id."""
    order = CheckoutOrder(
        attempt_id=new_id(),
        cluster_id=CLUSTER,
        invoice_id=INVOICE,
        account=ACCOUNT,
        amount_cents=60500,
        currency="EUR",
        description="Invoice F-2026-0001",
        payer_name="Bakkerij De Korrel",
        payer_email="payer@example.org",
        locale="nl",
        success_url="https://smaakkust.example/paid?session={CHECKOUT_SESSION_ID}",
        cancel_url="https://smaakkust.example/invoice",
    )
    return replace(order, **changes)
