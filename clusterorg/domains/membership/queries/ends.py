"""Dues that are no longer asked, as SQL."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from clusterorg.domains.membership.models import ObligationEnd


def ended_as(obligation: Any) -> ColumnElement[Any]:
    """Return why an obligation is no longer asked (a DuesEnd), else null; waived goes before.

    A decision to waive what a credit note had withdrawn stands beside it. By the alphabet "waived"
    is the smaller of the two.
    """
    return (
        select(func.min(ObligationEnd.kind))
        .where(
            ObligationEnd.cluster_id == obligation.cluster_id,
            ObligationEnd.obligation_id == obligation.id,
        )
        .correlate_except(ObligationEnd)
        .scalar_subquery()
    )


def has_ended(obligation: Any) -> ColumnElement[bool]:
    """Tell whether an obligation is no longer asked."""
    return exists().where(
        ObligationEnd.cluster_id == obligation.cluster_id,
        ObligationEnd.obligation_id == obligation.id,
    )
