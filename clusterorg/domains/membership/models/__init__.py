"""Tables of membership, all owned by a cluster.

`settings` categories and policies · `scheme` dated versions of the dues · `application` forms and
what happened to them · `term` terms and the facts about them · `dues` obligations and dues runs.
"""

from clusterorg.domains.membership.models.application import (
    Application,
    ApplicationClaim,
    ApplicationEvent,
)
from clusterorg.domains.membership.models.dues import (
    DuesRun,
    DuesRunItem,
    Obligation,
    ObligationEnd,
    ObligationInvoice,
)
from clusterorg.domains.membership.models.scheme import DuesRate, DuesScheme
from clusterorg.domains.membership.models.settings import MembershipCategory, MembershipSettings
from clusterorg.domains.membership.models.term import (
    ActivationWithdrawal,
    Cancellation,
    CancellationWithdrawal,
    Suspension,
    SuspensionLift,
    Term,
    TermActivation,
)

__all__ = [
    "ActivationWithdrawal",
    "Application",
    "ApplicationClaim",
    "ApplicationEvent",
    "Cancellation",
    "CancellationWithdrawal",
    "DuesRate",
    "DuesRun",
    "DuesRunItem",
    "DuesScheme",
    "MembershipCategory",
    "MembershipSettings",
    "Obligation",
    "ObligationEnd",
    "ObligationInvoice",
    "Suspension",
    "SuspensionLift",
    "Term",
    "TermActivation",
]
