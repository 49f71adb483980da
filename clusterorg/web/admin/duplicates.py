"""Duplicates: which entries look like the same organisation, and making them one."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.queries import DirectoryFilter, Probe
from clusterorg.domains.organisations.vocabulary import Helix, OrganisationData
from clusterorg.kernel.clock import now
from clusterorg.kernel.paging import MAX_LIMIT, Page
from clusterorg.web.admin.common import today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.member_words import REASON
from clusterorg.web.pages import page
from clusterorg.web.words import word
from clusterorg.web.work import attempt, session

# Names that are only a little alike score less; they are shown when asked for.
CLEAR = 30


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that look alike, how much (0 to 100), and why."""

    first_id: UUID
    first: str
    second_id: UUID
    second: str
    score: int
    why: str


class MergeForm(BaseForm):
    """Why the two are one."""

    reason = LineField(
        lazy_gettext("Why are they the same?"),
        description=lazy_gettext("It is kept on the timeline."),
    )


def routes(door: Door) -> None:
    """Doors of the duplicates."""
    door.get("/duplicates", index, permission="members.write")
    door.form("/duplicates/<uuid:kept_id>/<uuid:gone_id>", merge, permission="members.write")


def index() -> ResponseReturnValue:
    """Which entries look like the same organisation? 200 entries are looked at per page."""
    weak = "weak" in request.args
    cursor = request.args.get("cursor")
    looked_at = queries.directory(
        session(), DirectoryFilter(), today(), cursor=cursor, limit=MAX_LIMIT
    )
    pairs = _pairs(looked_at)
    shown = [pair for pair in pairs if weak or pair.score >= CLEAR]
    hidden = len(pairs) - len(shown)
    return page("admin/duplicates/index.html", page=looked_at, pairs=shown, hidden=hidden)


def merge(kept_id: UUID, gone_id: UUID) -> ResponseReturnValue:
    """Make one organisation of two, after showing both side by side."""
    kept = queries.overview(session(), kept_id, today())
    gone = queries.overview(session(), gone_id, today())
    form = MergeForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.merge_organisations(
                work,
                kept_id=kept_id,
                gone_id=gone_id,
                actor=current_actor(),
                at=now(),
                reason=form.reason.data,
            )
        if not form.errors:
            flash(_("The two are one now."), "good")
            return redirect(url_for("admin.members_show", organisation_id=kept_id))
    return page("admin/duplicates/merge.html", form=form, kept=kept, gone=gone)


def _pairs(looked_at: Page) -> list[Pair]:
    """Return the pairs in which the entries of a page stand, most alike first, each once."""
    names = {str(row.id): row.name for row in looked_at.rows}
    probes = [
        Probe.of(
            str(row.id),
            OrganisationData(
                name=row.name, helix=Helix(row.helix), website=row.website, email=row.email
            ),
        )
        for row in looked_at.rows
    ]
    found: dict[frozenset[str], Pair] = {}
    for key, candidates in queries.find_duplicates_many(session(), probes).items():
        for each in candidates:
            both = frozenset({key, str(each.organisation_id)})
            if len(both) == 2:
                why = ", ".join(word(REASON, reason.value) for reason, _detail in each.reasons)
                pair = Pair(UUID(key), names[key], each.organisation_id, each.name, each.score, why)
                found.setdefault(both, pair)
    return sorted(found.values(), key=lambda pair: -pair.score)
