"""Where invoices and payment attempts stand; the SQL in `queries` says the same (a test looks)."""

from datetime import date

from clusterorg.domains.billing.ports import CheckoutStanding
from clusterorg.domains.billing.vocabulary import AttemptState, InvoiceState

RANK: dict[AttemptState, int] = {
    AttemptState.CREATED: 0,
    AttemptState.OPEN: 10,
    AttemptState.AWAITING_FUNDS: 20,
    AttemptState.EXPIRED: 30,
    AttemptState.FAILED: 30,
    AttemptState.SUCCEEDED: 40,
}
UNDER_WAY = (AttemptState.CREATED, AttemptState.OPEN, AttemptState.AWAITING_FUNDS)


def standing(gross_cents: int, paid_cents: int, credited_cents: int) -> InvoiceState:
    """Derive an invoice's state from its total, what is allocated to it and what is credited."""
    if gross_cents > 0 and credited_cents >= gross_cents:
        return InvoiceState.CREDITED
    if gross_cents - paid_cents - credited_cents <= 0:
        return InvoiceState.PAID
    return InvoiceState.PART_PAID if paid_cents + credited_cents > 0 else InvoiceState.OPEN


def is_overdue(open_cents: int, due_on: date, today: date) -> bool:
    """Tell whether money is owed past its due date; `today` is the cluster's local date."""
    return open_cents > 0 and due_on < today


def attempt_state(standing: CheckoutStanding) -> AttemptState:
    """Return the attempt state that a rail's page stands for."""
    return AttemptState(standing.value)


def may_move(present: AttemptState, wanted: AttemptState) -> bool:
    """Tell whether an attempt may take a state: only upwards in rank, so late news is harmless."""
    return RANK[wanted] > RANK[present]
