"""Numbers: documents from a locked counter row, references from a sequence."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from clusterorg.domains.billing.errors import IssueDateInFuture, IssueDateTooEarly
from clusterorg.domains.billing.models import DocumentCounter
from clusterorg.domains.billing.rules import payment_reference
from clusterorg.domains.billing.vocabulary import DocumentKind, ReferenceKind
from clusterorg.domains.identity import queries as identity
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_NEXT_REFERENCES = text("SELECT nextval('payment_references') FROM generate_series(1, :n)")


def take_numbers(
    work: UnitOfWork, kind: DocumentKind, *, first_on: date, last_on: date, count: int
) -> int:
    """Take `count` numbers of a series and year in one statement; answers the first of them.

    Call it as the last step before the writes: the row stays locked until the commit, and a
    rollback gives the numbers back, which is what keeps a series without gaps. Both dates lie in
    one year. Raises IssueDateTooEarly when `first_on` lies before the series' last date.
    """
    counter = DocumentCounter
    statement = (
        insert(counter)
        .values(
            cluster_id=work.cluster_id,
            id=new_id(),
            series=kind.value,
            year=first_on.year,
            next_sequence=1 + count,
            last_issued_on=last_on,
        )
        .on_conflict_do_update(
            index_elements=["cluster_id", "series", "year"],
            set_={"next_sequence": counter.next_sequence + count, "last_issued_on": last_on},
            where=counter.last_issued_on <= first_on,
        )
        .returning(counter.next_sequence)
    )
    taken = work.session.execute(statement).scalar_one_or_none()
    if taken is None:
        last = last_issued_on(work.session, kind, first_on.year)
        raise IssueDateTooEarly(field="issued_on", last=last.isoformat() if last else "")
    return int(taken) - count


def refuse_future(work: UnitOfWork, on: date, at: datetime) -> None:
    """Refuse a date after the cluster's today: none before it could be numbered any more.

    Raises IssueDateInFuture.
    """
    today = local_date(at, identity.get_cluster(work.session, work.cluster_id).time_zone)
    if on > today:
        raise IssueDateInFuture(field="issued_on", today=today.isoformat())


def last_issued_on(session: Session, kind: DocumentKind, year: int) -> date | None:
    """Return the date of the last document of a series in a year, or None."""
    return session.execute(
        select(DocumentCounter.last_issued_on).where(
            DocumentCounter.series == kind.value, DocumentCounter.year == year
        )
    ).scalar_one_or_none()


def take_references(session: Session, kind: ReferenceKind, count: int) -> list[str]:
    """Take `count` payment references. They may have gaps, and are unique over all clusters."""
    bases = session.execute(_NEXT_REFERENCES, {"n": count}).scalars()
    return [payment_reference(kind, int(base)) for base in bases]


def lock_invoices(session: Session, invoice_ids: Sequence[UUID]) -> None:
    """Let nobody else pay, credit or undo on these invoices until this unit of work ends.

    Documents are append-only, so their rows cannot be locked; an advisory lock stands for them.
    Taken in one order, so that two payments of the same invoices cannot wait for each other.
    """
    for invoice_id in sorted(set(invoice_ids)):
        session.execute(_LOCK, {"key": f"invoice:{invoice_id}"})
