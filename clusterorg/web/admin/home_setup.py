"""What a new cluster still has to decide before its first member can join and pay."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.membership import queries as membership
from clusterorg.web.context import can, current_cluster
from clusterorg.web.looks.links import door
from clusterorg.web.work import session


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: made or not, what it is for, where it is made (None: not by this person)."""

    done: bool
    title: str
    words: str
    url: str | None


def setup_steps(on: date, *, listed: bool) -> list[Step]:
    """Return the decisions of a new cluster in their order; none when all are made.

    `listed` says whether any organisation stands in its directory.
    """
    if not can("scheme.write"):
        return []
    steps = [
        Step(
            bool(current_cluster().iban),
            _("Say who you are"),
            _("Address, logo, colour and the bank account that stand on every invoice."),
            door("admin.cluster_edit"),
        ),
        Step(
            bool(membership.categories(session())),
            _("Name your kinds of membership"),
            _("Full and associate, or the levels you have: an organisation applies for one."),
            door("admin.categories_index"),
        ),
        Step(
            bool(membership.published(session())),
            _("Publish what a membership costs"),
            _("By helix, size or kind. The join page, invoices and the yearly run follow it."),
            door("admin.scheme_index"),
        ),
        Step(
            all(row.category for row in billing.products(session(), on)),
            _("Decide the VAT of what you invoice"),
            _("Your accountant knows it; without it nothing can be invoiced."),
            door("admin.products_index"),
        ),
        Step(
            listed,
            _("Bring in your members"),
            _("From a spreadsheet, as it is: columns are recognised, nothing is written unseen."),
            door("admin.imports_new"),
        ),
    ]
    return [] if all(step.done for step in steps) else steps
