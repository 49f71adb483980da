"""The verbs of billing, its only writers."""

from clusterorg.domains.billing.actions.checkout import StartedCheckout, start_checkout
from clusterorg.domains.billing.actions.credit import apply_credit
from clusterorg.domains.billing.actions.crediting import credit_invoice
from clusterorg.domains.billing.actions.events import (
    Hint,
    close_event,
    hint_of_event,
    owner_of_event,
    replay_event,
    store_event,
    work_event,
)
from clusterorg.domains.billing.actions.issuing import issue_invoice, issue_many
from clusterorg.domains.billing.actions.money import Charge
from clusterorg.domains.billing.actions.paying import (
    record_charge,
    record_joint_payment,
    record_payment,
)
from clusterorg.domains.billing.actions.printing import send_again, store_document
from clusterorg.domains.billing.actions.products import add_product, change_product, set_vat
from clusterorg.domains.billing.actions.settling import (
    apply_checkout,
    attach_page,
    refuse_checkout,
)
from clusterorg.domains.billing.actions.undoing import undo_payment

__all__ = [
    "Charge",
    "Hint",
    "StartedCheckout",
    "add_product",
    "apply_checkout",
    "apply_credit",
    "attach_page",
    "change_product",
    "close_event",
    "credit_invoice",
    "hint_of_event",
    "issue_invoice",
    "issue_many",
    "owner_of_event",
    "record_charge",
    "record_joint_payment",
    "record_payment",
    "refuse_checkout",
    "replay_event",
    "send_again",
    "set_vat",
    "start_checkout",
    "store_document",
    "store_event",
    "undo_payment",
    "work_event",
]
