"""Payments: money recorded by hand or by the payment provider, and where it went."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.schemas import (
    CreditApplicationSchema,
    PaymentDetailSchema,
    PaymentOrderSchema,
    PaymentSchema,
    UndoSchema,
)
from clusterorg.kernel.errors import Invalid, _
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Day
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work


class PaymentQuery(Paged):
    """Payments of one payer, received from `since` up to, not including, `until`."""

    payer_id = fields.UUID()
    since = Day()
    until = Day()


class ForWhom(Invalid):
    """Neither one invoice nor a payer with shares."""

    code = "payment_target_unclear"
    message = _("Name either one invoice_id, or a payer_id with the shares of each invoice.")


@lists(PaymentSchema, asks=PaymentQuery)
def index(query: dict[str, Any]) -> Page:
    """List payments, newest first."""
    return queries.payments(session(), **query)


@reads(PaymentDetailSchema)
def show(payment_id: UUID) -> Any:
    """Read a payment and the invoices it went to."""
    return _shown(payment_id)


@writes(PaymentDetailSchema, takes=PaymentOrderSchema, status=201, once="required")
def create(data: dict[str, Any]) -> Any:
    """Record money that came: for one invoice, or spread over several.

    Less than is open leaves an invoice part paid; what is more stays as credit of the payer.
    """
    shares, payer_id, invoice_id = (data.pop(name) for name in ("shares", "payer_id", "invoice_id"))
    with unit_of_work() as work:
        if invoice_id is not None and payer_id is None and shares is None:
            made = actions.record_payment(work, invoice_id=invoice_id, **data, **who_and_when())
        elif invoice_id is None and payer_id is not None and shares is not None:
            made = actions.record_joint_payment(
                work, payer_id=payer_id, shares=shares, **data, **who_and_when()
            )
        else:
            raise ForWhom(field="invoice_id")
        return _shown(made), {"Location": url_for("api.payments_show", payment_id=made)}


@writes(PaymentDetailSchema, takes=UndoSchema, once="required")
def undo(data: dict[str, Any], payment_id: UUID) -> Any:
    """Take a payment back that was recorded by mistake: its invoices are open again.

    Nothing is deleted: a second row and a reversal cancel it. The answer is that second row.
    """
    with unit_of_work() as work:
        made = actions.undo_payment(
            work, payment_id=payment_id, reason=data["reason"], **who_and_when()
        )
        return _shown(made)


@writes(PaymentDetailSchema, takes=CreditApplicationSchema, once="required")
def apply(data: dict[str, Any], payment_id: UUID) -> Any:
    """Use what is left of a payment for another invoice of the same organisation."""
    with unit_of_work() as work:
        actions.apply_credit(work, payment_id=payment_id, **data, **who_and_when())
        return _shown(payment_id)


def _shown(payment_id: UUID) -> Any:
    return {
        "payment": queries.find_payment(session(), payment_id),
        "shares": queries.shares_of_payment(session(), payment_id),
    }
