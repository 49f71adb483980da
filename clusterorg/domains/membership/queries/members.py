"""The list of members: organisations with their standing, filtered and paged in SQL.

One lateral row per organisation (the latest term that has begun) carries status, category and
dues; everything else is a look-up by key, so a page costs the same in a large cluster.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Subquery,
    Uuid,
    and_,
    case,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session

from clusterorg.domains.membership.models import MembershipCategory, Obligation, Term
from clusterorg.domains.membership.queries.ends import has_ended
from clusterorg.domains.membership.queries.standing import (
    Day,
    Key,
    Known,
    dues_state,
    first_activations,
    first_cancellation,
    has_pending_application,
    has_term,
    running_status,
    suspended,
)
from clusterorg.domains.membership.vocabulary import MEMBERS, DuesState
from clusterorg.domains.membership.vocabulary import MembershipStatus as Status
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.kernel.db import AnyRow, constant
from clusterorg.kernel.paging import Listing, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """What the list is narrowed to; empty parts do not narrow. `categories` are codes."""

    statuses: tuple[Status, ...] = MEMBERS
    categories: tuple[str, ...] = ()
    dues: tuple[DuesState, ...] = ()
    ending: bool = False
    directory: DirectoryFilter = field(default_factory=DirectoryFilter)


def members_statement(
    session: Session, wanted: MemberFilter, today: date, *, with_custom: bool = False
) -> Select[Any]:
    """Return the statement of the list, for paging and for an export.

    Columns: those of the directory, and status, category (code), category_names, voting,
    member_since, until, ends_on (a cancellation's effect), dues (state), term_id, chain_id.
    """
    return _statement(session.info["cluster_id"], wanted, today, with_custom)


def _statement(
    cluster_id: UUID, wanted: MemberFilter, today: date, with_custom: bool
) -> Select[Any]:
    base = organisations.directory_statement(wanted.directory, today, with_custom=with_custom)
    # One value each, however often they are asked for.
    cluster, day = literal(cluster_id, Uuid()), literal(today, Date())
    organisation_id = base.selected_columns["id"]
    term = _latest_term(organisation_id, cluster, day)
    activation = first_activations(term.c).lateral("activation")
    cancellation = first_cancellation(cluster, term.c.chain_id, day).lateral("cancellation")
    known = Known(
        cancelled=cancellation.c.ends_on <= day,
        suspended=suspended(cluster, term.c.chain_id, day),
        settled=activation.c.settled_on <= day,
        activated=activation.c.activated_on <= day,
    )
    due = _due_on(term.c).lateral("due")
    standing = _once(
        _status(organisation_id, cluster, term.c, known, day).label("status"),
        dues_state(day, due.c.due_on, known.settled).label("dues"),
    )
    statement = (
        base.add_columns(
            standing.c.status,
            MembershipCategory.code.label("category"),
            MembershipCategory.names.label("category_names"),
            MembershipCategory.voting,
            _member_since(organisation_id, cluster).label("member_since"),
            term.c.until,
            cancellation.c.ends_on,
            standing.c.dues,
            term.c.id.label("term_id"),
            term.c.chain_id,
        )
        .outerjoin(term, true())
        .outerjoin(
            MembershipCategory,
            and_(
                MembershipCategory.cluster_id == term.c.cluster_id,
                MembershipCategory.id == term.c.category_id,
            ),
        )
        .outerjoin(activation, true())
        .outerjoin(cancellation, true())
        .outerjoin(due, true())
        .outerjoin(standing, true())
    )
    conditions = _conditions(wanted, standing.c.status, standing.c.dues, cancellation.c.ends_on)
    return statement.where(*conditions)


def _once(*columns: Any) -> Any:
    """Return the columns as a lateral row of their own, which PostgreSQL works out once.

    Without OFFSET it would copy each expression, and plan its look-ups again, wherever it stands:
    in the filter, in the output. Planning them once halves the time of a page.
    """
    one = select(literal(1)).subquery("one")
    return select(*columns).select_from(one).correlate_except(one).offset(0).lateral("standing")


def _conditions(
    wanted: MemberFilter,
    status: ColumnElement[str],
    dues: ColumnElement[str],
    ends: ColumnElement[Any],
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.statuses:
        conditions.append(status.in_([constant(each) for each in wanted.statuses]))
    if wanted.categories:
        conditions.append(MembershipCategory.code.in_(wanted.categories))
    if wanted.dues:
        conditions.append(dues.in_([constant(each) for each in wanted.dues]))
    if wanted.ending:
        conditions.append(ends.is_not(None))
    return conditions


def members(
    session: Session,
    wanted: MemberFilter,
    today: date,
    *,
    cursor: str | None = None,
    limit: int = 50,
    with_custom: bool = False,
) -> Page:
    """Return one page of the list by name; raises BadCursor. One query for any page."""
    listing = _listing(session.info["cluster_id"], wanted, today, with_custom)
    return listing.page(session, cursor=cursor, limit=limit)


def member_names(session: Session, wanted: MemberFilter, today: date) -> Sequence[AnyRow]:
    """Return (id, name, archived_at) of all that the list finds, by name; one query."""
    statement = members_statement(session, wanted, today)
    columns = statement.selected_columns
    return session.execute(
        statement.with_only_columns(columns.id, columns.name, columns.archived_at)
    ).all()


# A list is a value: made once for a cluster's filter and day, it is shared by all requests. Making
# it costs more than the database needs to answer it. It holds no rows.
@lru_cache(maxsize=512)
def _listing(cluster_id: UUID, wanted: MemberFilter, today: date, with_custom: bool) -> Listing:
    statement = _statement(cluster_id, wanted, today, with_custom)
    return Listing(statement, ("sort_name", "id"), cluster_id)


def _latest_term(organisation_id: Any, cluster_id: Key, today: Day) -> Any:
    """Return the latest term that has begun by the day, at most one row."""
    return (
        select(
            Term.cluster_id,
            Term.id,
            Term.chain_id,
            Term.category_id,
            Term.starts_on,
            Term.until,
            Term.start_policy,
            Term.settle_by,
        )
        .where(
            Term.cluster_id == cluster_id,
            Term.organisation_id == organisation_id,
            Term.starts_on <= today,
        )
        .order_by(Term.starts_on.desc())
        .limit(1)
        .lateral("latest_term")
    )


def _status(
    organisation_id: Any, cluster_id: Key, term: Any, known: Known, today: Day
) -> ColumnElement[str]:
    """Return the status, with the latest term at hand; same table as `standing.status_of`."""
    ahead = has_term(organisation_id, cluster_id, Term.starts_on > today)
    return case(
        (term.until > today, running_status(term, today, known)),
        (ahead, constant(Status.UPCOMING)),
        (has_pending_application(organisation_id, cluster_id), constant(Status.APPLICANT)),
        (term.id.is_(None), constant(Status.NONE)),
        (known.cancelled, constant(Status.LEFT)),
        else_=constant(Status.LAPSED),
    )


def _due_on(term: Any) -> Select[Any]:
    """Return the statement of the day on which what the term owes is due."""
    return select(func.max(Obligation.due_on, type_=Date()).label("due_on")).where(
        Obligation.cluster_id == term.cluster_id,
        Obligation.term_id == term.id,
        Obligation.cents > 0,
        ~has_ended(Obligation),
    )


def _member_since(organisation_id: Any, cluster_id: Key) -> ColumnElement[Any]:
    return (
        select(func.min(Term.starts_on, type_=Date()))
        .where(Term.cluster_id == cluster_id, Term.organisation_id == organisation_id)
        .scalar_subquery()
    )


def counts_by_status(session: Session, today: date) -> dict[Status, int]:
    """Return how many organisations stand where; archived ones left out."""
    rows = _rows(session, MemberFilter(statuses=()), today)
    found = session.execute(select(rows.c.status, func.count()).group_by(rows.c.status))
    numbers: dict[str, int] = {row[0]: row[1] for row in found}
    return {status: numbers.get(status.value, 0) for status in Status}


def counts_by_helix_and_size(session: Session, today: date) -> dict[tuple[str, str | None], int]:
    """Return how many members there are by (helix, size class; None: size not known)."""
    rows = _rows(session, MemberFilter(), today)
    found = session.execute(
        select(rows.c.helix, rows.c.size_class, func.count()).group_by(
            rows.c.helix, rows.c.size_class
        )
    )
    return {(helix, size): number for helix, size, number in found}


def counts_by_category(session: Session, today: date) -> dict[str, int]:
    """Return how many members there are by category code."""
    rows = _rows(session, MemberFilter(), today)
    found = session.execute(select(rows.c.category, func.count()).group_by(rows.c.category))
    return {row[0]: row[1] for row in found}


def _rows(session: Session, wanted: MemberFilter, today: date) -> Subquery:
    return members_statement(session, wanted, today).order_by(None).subquery()
