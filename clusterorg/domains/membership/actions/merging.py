"""Two organisations became one: membership moves along, or refuses the merge."""

from uuid import UUID

from sqlalchemy import and_, select, update
from sqlalchemy.orm import aliased

from clusterorg.domains.membership.errors import MergeOverlaps
from clusterorg.domains.membership.models import Application, Obligation, Term
from clusterorg.kernel.unit_of_work import UnitOfWork


def move_membership(work: UnitOfWork, *, kept_id: UUID, gone_id: UUID) -> None:
    """Point everything at the kept organisation; raises MergeOverlaps."""
    _refuse_overlap(work, kept_id, gone_id)
    for model in (Term, Obligation, Application):
        work.session.execute(
            update(model)
            .where(model.organisation_id == gone_id)
            .values(organisation_id=kept_id)
            .execution_options(synchronize_session=False)
        )


def _refuse_overlap(work: UnitOfWork, kept_id: UUID, gone_id: UUID) -> None:
    mine, other = aliased(Term), aliased(Term)
    overlap = and_(mine.starts_on < other.until, other.starts_on < mine.until)
    terms = (
        select(mine.id)
        .join(other, and_(other.cluster_id == mine.cluster_id, overlap))
        .where(mine.organisation_id == kept_id, other.organisation_id == gone_id)
    )
    owed, also = aliased(Obligation), aliased(Obligation)
    same = and_(owed.fee_item == also.fee_item, owed.year == also.year)
    obligations = (
        select(owed.id)
        .join(also, and_(also.cluster_id == owed.cluster_id, same))
        .where(owed.organisation_id == kept_id, also.organisation_id == gone_id)
    )
    for statement in (terms, obligations):
        if work.session.scalar(statement.limit(1)) is not None:
            raise MergeOverlaps(field="gone_id")
