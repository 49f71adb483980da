"""The unit of work: everything a request or job changes, in one commit, made here and only here.

On a clean exit: flush, hear the news until there is none, write the audit lines, enqueue the jobs,
check deferred constraints, commit. On any error: roll back, nothing is half-written.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import AuditEntry, Line
from clusterorg.kernel.bulk import insert_rows, table_of
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import StaleEdit, translate_integrity_error
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.jobs import Deferred, Task, defer_all
from clusterorg.kernel.news import NewsDesk
from clusterorg.kernel.scope import ScopedSession

if TYPE_CHECKING:
    from clusterorg.kernel.jobs import AnyTask

MAX_NEWS = 100_000

# Deferred rules (balance of postings) speak before the commit, so that they can be translated.
_CHECK_NOW = text("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


class UnitOfWork:
    """One transaction of one cluster (or of none: global tables only)."""

    def __init__(
        self, session: ScopedSession, desk: NewsDesk, *, request_id: str | None = None
    ) -> None:
        self.session = session
        self.request_id = request_id
        self._desk = desk
        self._news: deque[object] = deque()
        self._lines: list[Line] = []
        self._jobs: list[Deferred] = []
        self.held = False

    @property
    def cluster_id(self) -> UUID:
        """The cluster in scope; raises RuntimeError when there is none."""
        cluster_id = self.session.cluster_id
        if cluster_id is None:
            raise RuntimeError("This unit of work has no cluster.")
        return cluster_id

    @property
    def at(self) -> datetime:
        """The moment of what was written down last: for reactions, which hear news and no clock."""
        return self._lines[-1].at if self._lines else now()

    def publish(self, news: object) -> None:
        """Tell the other domains; their reactions run before the commit, inside it."""
        self._news.append(news)

    def record(
        self,
        verb: str,
        *,
        subject: tuple[str, UUID],
        actor: Actor,
        at: datetime,
        concerns: UUID | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        reason: str | None = None,
    ) -> None:
        """Add a line to the audit log. `concerns` puts it on that organisation's timeline."""
        self._lines.append(
            Line(verb, subject[0], subject[1], actor, at, concerns, before, after, reason)
        )

    def record_many(self, lines: Sequence[Line]) -> None:
        """Add many lines at once (imports, dues run)."""
        self._lines.extend(lines)

    def defer(
        self,
        task: "AnyTask",
        *,
        lock: str | None = None,
        queueing_lock: str | None = None,
        schedule_at: datetime | None = None,
        **arguments: Any,
    ) -> None:
        """Enqueue a job in this transaction: it exists only if the commit does.

        `arguments` must be JSON; ids are passed as text. `lock`: jobs that share it run one by one.
        """
        name = task.name if isinstance(task, Task) else task
        self._jobs.append(Deferred(name, arguments, lock, queueing_lock, schedule_at))

    def mail(
        self,
        *,
        to: str,
        locale: str,
        template: str,
        context: Mapping[str, Any],
        reply_to: str | None = None,
        attachments: Sequence[Mapping[str, Any]] = (),
        link_id: UUID | None = None,
    ) -> None:
        """Enqueue a mail, rendered in the recipient's language when it is sent.

        `attachments` name stored documents: {"document_id": …, "filename": …, "kind": …}. With
        `link_id`, the context's `path` holds `{token}`: the worker makes the token when it renders,
        so that the queue never holds a link that opens something.
        """
        cluster_id = self.session.cluster_id
        self.defer(
            "mail.send",
            cluster_id=str(cluster_id) if cluster_id else None,
            mail_id=str(new_id()),
            to=to,
            locale=locale,
            template=template,
            context=dict(context),
            reply_to=reply_to,
            attachments=[dict(attachment) for attachment in attachments],
            link_id=str(link_id) if link_id else None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.settle() if self.held else self.finish()
            return
        self._undo(error)

    def settle(self) -> None:
        """Write all that is pending and check it, without the commit, which must follow.

        A held unit of work ends so: its opener has one more thing to write. Errors as `finish`.
        """
        try:
            self._settle()
        except BaseException as error:
            self._undo(error)
            raise

    def finish(self) -> None:
        """Settle all that is pending and commit; on an error, roll back and raise the refusal."""
        self.settle()
        try:
            self.session.commit()
        except BaseException as error:
            self._undo(error)
            raise

    def _undo(self, error: BaseException) -> None:
        self.session.rollback()
        refusal = _as_refusal(error)
        if refusal is not None:
            raise refusal from error

    def _settle(self) -> None:
        self.session.flush()
        heard = 0
        while self._news:
            news = self._news.popleft()
            heard += 1
            if heard > MAX_NEWS:
                raise RuntimeError(f"News without end: {news!r}")
            reactions = self._desk.reactions_to(news)
            for react in reactions:
                react(self, news)
            if reactions:
                self.session.flush()
        self._write_lines()
        jobs, self._jobs = self._jobs, []
        defer_all(self.session, jobs)
        self.session.execute(_CHECK_NOW)

    def _write_lines(self) -> None:
        if not self._lines:
            return
        rows = [
            {
                "cluster_id": self.cluster_id,
                "id": new_id(),
                "at": line.at,
                "actor_kind": line.actor.kind,
                "actor_id": line.actor.id,
                "actor_name": line.actor.name[:200],
                "verb": line.verb,
                "subject_type": line.subject_type,
                "subject_id": line.subject_id,
                "concerns_id": line.concerns_id,
                "before": dict(line.before) if line.before is not None else None,
                "after": dict(line.after) if line.after is not None else None,
                "reason": line.reason,
                "request_id": self.request_id,
            }
            for line in self._lines
        ]
        self._lines = []
        insert_rows(self.session, table_of(AuditEntry), rows)


def _as_refusal(error: BaseException) -> Exception | None:
    if isinstance(error, IntegrityError):
        return translate_integrity_error(error)
    if isinstance(error, StaleDataError):
        return StaleEdit()
    return None
