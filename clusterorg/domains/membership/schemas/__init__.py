"""Shapes of what comes in and goes out; unknown fields are refused.

`form` the application · `settings` categories, policies, schemes · `asked` and `shown` the API's.
"""

from clusterorg.domains.membership.schemas.form import ApplicationFormSchema
from clusterorg.domains.membership.schemas.settings import (
    CategorySchema,
    RateSchema,
    SchemeSchema,
    SettingsSchema,
    ShareStepSchema,
)

__all__ = [
    "ApplicationFormSchema",
    "CategorySchema",
    "RateSchema",
    "SchemeSchema",
    "SettingsSchema",
    "ShareStepSchema",
]
