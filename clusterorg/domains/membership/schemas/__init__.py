"""Shapes of what comes in and goes out; unknown fields are refused.

`form` the application · `settings` categories, policies, schemes · `rows` what lists give.
"""

from clusterorg.domains.membership.schemas.form import ApplicationFormSchema
from clusterorg.domains.membership.schemas.rows import (
    ApplicationEventSchema,
    ApplicationRowSchema,
    CountsSchema,
    DuesRunItemSchema,
    DuesRunSchema,
    MemberRowSchema,
    MembershipSchema,
    ObligationSchema,
    ProposedSchema,
    QuoteSchema,
    StandingSchema,
    TermSchema,
)
from clusterorg.domains.membership.schemas.settings import (
    CategorySchema,
    RateSchema,
    SchemeSchema,
    SettingsSchema,
    ShareStepSchema,
)

__all__ = [
    "ApplicationEventSchema",
    "ApplicationFormSchema",
    "ApplicationRowSchema",
    "CategorySchema",
    "CountsSchema",
    "DuesRunItemSchema",
    "DuesRunSchema",
    "MemberRowSchema",
    "MembershipSchema",
    "ObligationSchema",
    "ProposedSchema",
    "QuoteSchema",
    "RateSchema",
    "SchemeSchema",
    "SettingsSchema",
    "ShareStepSchema",
    "StandingSchema",
    "TermSchema",
]
