"""Possible duplicates: same number, same web or mail domain, same or similar name.

Everything is looked up for all probes at once. For many probes the names compared by trigrams are
those that share the beginning of a not too common word: comparing all with all would be quadratic.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Identifier, Organisation
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules import duplicates, identifiers, names
from clusterorg.domains.organisations.rules.duplicates import Candidate, Reason, Signal
from clusterorg.domains.organisations.vocabulary import IdentifierScheme, OrganisationData

COMMON_FROM = 60  # a word that begins this many names says little


@dataclass(frozen=True, slots=True)
class Probe:
    """What is compared. `key` names the probe in the answer; numbers are in stored form."""

    key: str
    match_name: str
    web_domain: str | None = None
    mail_domain: str | None = None
    identifiers: tuple[tuple[IdentifierScheme, str], ...] = ()

    @classmethod
    def of(cls, key: str, data: OrganisationData) -> "Probe":
        """Return the probe of complete data."""
        return cls(
            key,
            names.match_name(data.name),
            names.web_domain(data.website),
            names.mail_domain(data.email),
            tuple((i.scheme, i.value) for i in data.identifiers),
        )


def find_duplicates(session: Session, probe: Probe) -> tuple[Candidate, ...]:
    """Return the likely duplicates of one organisation, most likely first."""
    signals = [signal for _, signal in _exact(session, [probe])]
    likeness = func.similarity(probe.match_name, Organisation.match_name)
    alike = session.execute(
        select(Organisation.id, Organisation.name, likeness.label("likeness"))
        .where(Organisation.archived_at.is_(None), likeness >= duplicates.NAME_THRESHOLD)
        .order_by(likeness.desc())
        .limit(20)
    )
    signals.extend(_by_name(row) for row in alike)
    return duplicates.rank(signals)


def duplicates_of(session: Session, organisation: Organisation) -> tuple[Candidate, ...]:
    """Return the likely duplicates of an organisation that is written down."""
    numbers = session.execute(
        select(Identifier.scheme, Identifier.value).where(
            Identifier.organisation_id == organisation.id
        )
    )
    probe = Probe(
        "",
        organisation.match_name,
        organisation.web_domain,
        organisation.mail_domain,
        tuple((IdentifierScheme(scheme), value) for scheme, value in numbers),
    )
    found = find_duplicates(session, probe)
    return tuple(c for c in found if c.organisation_id != organisation.id)


def find_duplicates_many(
    session: Session, probes: Sequence[Probe]
) -> dict[str, tuple[Candidate, ...]]:
    """Return candidates by probe key, for probes that have any. Five statements for any number."""
    signals: dict[str, list[Signal]] = {}
    for key, signal in _exact(session, probes):
        signals.setdefault(key, []).append(signal)
    for row in _alike(session, probes):
        signals.setdefault(row.key, []).append(_by_name(row))
    return {key: duplicates.rank(found) for key, found in signals.items()}


def _by_name(row: AnyRow) -> Signal:
    reason = Reason.SAME_NAME if row.likeness >= 1 else Reason.SIMILAR_NAME
    return Signal(row.id, row.name, reason, row.name, min(1.0, float(row.likeness)))


def _exact(session: Session, probes: Sequence[Probe]) -> Iterable[tuple[str, Signal]]:
    yield from _by_number(session, probes)
    columns = (
        (Organisation.web_domain, "web_domain", Reason.WEB_DOMAIN),
        (Organisation.mail_domain, "mail_domain", Reason.MAIL_DOMAIN),
        (Organisation.match_name, "match_name", Reason.SAME_NAME),
    )
    for column, attribute, reason in columns:
        keys: dict[str, list[str]] = {}
        for probe in probes:
            value = getattr(probe, attribute)
            if value:
                keys.setdefault(value, []).append(probe.key)
        if not keys:
            continue
        rows = session.execute(
            select(Organisation.id, Organisation.name, column.label("value")).where(
                column == func.any(list(keys)), Organisation.archived_at.is_(None)
            )
        )
        for row in rows:
            for key in keys[row.value]:
                yield key, Signal(row.id, row.name, reason, row.value)


def _by_number(session: Session, probes: Sequence[Probe]) -> Iterable[tuple[str, Signal]]:
    keys: dict[tuple[str, str], list[str]] = {}
    for probe in probes:
        for scheme, value in probe.identifiers:
            for twin_scheme, twin in identifiers.same_number(scheme, value):
                keys.setdefault((twin_scheme.value, twin), []).append(probe.key)
    if not keys:
        return
    values = sorted({value for _, value in keys})
    rows = session.execute(
        select(Identifier.scheme, Identifier.value, Organisation.id, Organisation.name)
        .join(
            Organisation,
            (Organisation.cluster_id == Identifier.cluster_id)
            & (Organisation.id == Identifier.organisation_id),
        )
        .where(Identifier.value == func.any(values))
    )
    for row in rows:
        for key in keys.get((row.scheme, row.value), ()):
            yield key, Signal(row.id, row.name, Reason.IDENTIFIER, row.value)


_ALIKE = text(
    """
    WITH probe AS MATERIALIZED (
        SELECT key, name FROM jsonb_to_recordset(CAST(:probes AS jsonb)) AS p(key text, name text)
    ), known AS MATERIALIZED (
        SELECT id, name, match_name FROM organisations
        WHERE cluster_id = :cluster AND archived_at IS NULL
    ), known_word AS MATERIALIZED (
        SELECT DISTINCT id, left(word, 4) AS stem
        FROM known, unnest(string_to_array(match_name, ' ')) AS word WHERE length(word) > 2
    ), rare AS MATERIALIZED (
        SELECT stem FROM known_word GROUP BY stem HAVING count(*) < :common
    ), probe_word AS (
        SELECT DISTINCT key, left(word, 4) AS stem
        FROM probe, unnest(string_to_array(name, ' ')) AS word WHERE length(word) > 2
    ), pair AS MATERIALIZED (
        SELECT DISTINCT probe_word.key, known_word.id
        FROM rare JOIN known_word USING (stem) JOIN probe_word USING (stem)
    )
    SELECT pair.key, known.id, known.name, similarity(probe.name, known.match_name) AS likeness
    FROM pair JOIN probe USING (key) JOIN known USING (id)
    WHERE length(probe.name) BETWEEN length(known.match_name) / 2 AND length(known.match_name) * 2
      AND similarity(probe.name, known.match_name) >= :threshold
    """
)


def _alike(session: Session, probes: Sequence[Probe]) -> Sequence[AnyRow]:
    given = json.dumps([{"key": probe.key, "name": probe.match_name} for probe in probes])
    # The planner cannot know how many probes there are; a nested loop over them is quadratic.
    session.execute(text("SET LOCAL enable_nestloop = off"))
    found = session.execute(
        _ALIKE,
        {
            "probes": given,
            "cluster": session.info["cluster_id"],
            "common": COMMON_FROM,
            "threshold": duplicates.NAME_THRESHOLD,
        },
    ).all()
    session.execute(text("SET LOCAL enable_nestloop = on"))
    return found
