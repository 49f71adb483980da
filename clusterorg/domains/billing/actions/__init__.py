"""The verbs of billing, its only writers."""

from clusterorg.domains.billing.actions.checkout import (
    StartedCheckout,
    apply_checkout,
    attach_page,
    refuse_checkout,
    start_checkout,
)
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
from clusterorg.domains.billing.actions.paying import (
    Charge,
    apply_credit,
    record_charge,
    record_joint_payment,
    record_payment,
    undo_payment,
)
from clusterorg.domains.billing.actions.printing import store_document
from clusterorg.domains.billing.actions.products import add_product, change_product, set_vat

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
    "set_vat",
    "start_checkout",
    "store_document",
    "store_event",
    "undo_payment",
    "work_event",
]
