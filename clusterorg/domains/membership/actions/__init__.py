"""The verbs of membership: the only writers of its tables."""

from clusterorg.domains.membership.actions.admission import admit_organisation
from clusterorg.domains.membership.actions.applications import (
    Started,
    Submitted,
    apply,
    ask_for_information,
    reject_application,
    save_application,
    send_resume_link,
    send_resume_links,
    start_application,
    submit_application,
    withdraw_application,
)
from clusterorg.domains.membership.actions.approval import Approved, approve_application
from clusterorg.domains.membership.actions.leaving import (
    cancel_membership,
    lift_suspension,
    suspend_membership,
    take_back_cancellation,
)
from clusterorg.domains.membership.actions.runs import (
    carry_out_dues_block,
    enqueue_dues_run,
    start_dues_run,
)
from clusterorg.domains.membership.actions.schemes import (
    change_scheme,
    discard_scheme,
    draft_scheme,
    publish_scheme,
)
from clusterorg.domains.membership.actions.settings import (
    add_categories_named,
    add_category,
    change_category,
    change_settings,
)
from clusterorg.domains.membership.actions.terms import activate_term, withdraw_activation
from clusterorg.domains.membership.actions.waiving import waive_dues

__all__ = [
    "Approved",
    "Started",
    "Submitted",
    "activate_term",
    "add_categories_named",
    "add_category",
    "admit_organisation",
    "apply",
    "approve_application",
    "ask_for_information",
    "cancel_membership",
    "carry_out_dues_block",
    "change_category",
    "change_scheme",
    "change_settings",
    "discard_scheme",
    "draft_scheme",
    "enqueue_dues_run",
    "lift_suspension",
    "publish_scheme",
    "reject_application",
    "save_application",
    "send_resume_link",
    "send_resume_links",
    "start_application",
    "start_dues_run",
    "submit_application",
    "suspend_membership",
    "take_back_cancellation",
    "waive_dues",
    "withdraw_activation",
    "withdraw_application",
]
