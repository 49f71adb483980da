"""Clusters: created by the operator, described by their owners."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.errors import LogoInvalid, SlugTaken
from clusterorg.domains.identity.models import Cluster, ClusterLogo
from clusterorg.domains.identity.news import ClusterChanged, ClusterCreated
from clusterorg.domains.identity.rules.clusters import check_cluster
from clusterorg.domains.identity.vocabulary import ClusterData
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.unit_of_work import UnitOfWork

# Keys, links and printed posters carry the slug: it stands for good.
FIXED = ("slug",)
EDITABLE = tuple(field.name for field in fields(ClusterData) if field.name not in FIXED)
_PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_LOGO = 512 * 1024


def create_cluster(work: UnitOfWork, *, data: ClusterData, actor: Actor, at: datetime) -> Cluster:
    """Create the cluster whose id is in scope: open the unit of work with a new id.

    Other domains furnish it when they hear ClusterCreated. Raises SlugTaken and what
    `rules.clusters.check_cluster` raises.
    """
    data = check_cluster(data)
    if queries.find_cluster(work.session, data.slug) is not None:
        raise SlugTaken(field="slug")
    values = {**asdict(data), "languages": list(data.languages)}
    cluster = Cluster(id=work.cluster_id, requires_second_factor=False, created_at=at, **values)
    work.session.add(cluster)
    work.session.flush()
    work.publish(ClusterCreated(cluster.id))
    work.record(
        "cluster.created",
        subject=("cluster", cluster.id),
        actor=actor,
        at=at,
        after={"slug": data.slug, "name": data.name},
    )
    return cluster


def update_cluster(
    work: UnitOfWork,
    *,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> Cluster:
    """Change details of the cluster in scope; `changes` holds names of EDITABLE.

    `version` is the one the changes were made on. Raises StaleEdit, and what
    `rules.clusters.check_cluster` raises.
    """
    cluster = queries.get_cluster(work.session, work.cluster_id)
    if version is not None and version != cluster.version:
        raise StaleEdit()
    old = {name: _shown(getattr(cluster, name)) for name in EDITABLE}
    wanted = {name: changes[name] for name in EDITABLE if name in changes}
    data = check_cluster(ClusterData(**{**old, "slug": cluster.slug, **wanted}))
    new = {name: getattr(data, name) for name in EDITABLE}
    changed = tuple(name for name in EDITABLE if new[name] != old[name])
    if not changed:
        return cluster
    for name in changed:
        value = new[name]
        setattr(cluster, name, list(value) if isinstance(value, tuple) else value)
    work.session.flush()
    work.publish(ClusterChanged(cluster.id, changed))
    work.record(
        "cluster.changed",
        subject=("cluster", cluster.id),
        actor=actor,
        at=at,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    return cluster


def require_second_factor(work: UnitOfWork, *, required: bool, actor: Actor, at: datetime) -> None:
    """Decide whether staff need a second factor here; those without one are led to enrol."""
    cluster = queries.get_cluster(work.session, work.cluster_id)
    if cluster.requires_second_factor == required:
        return
    cluster.requires_second_factor = required
    work.record(
        "cluster.second_factor_required" if required else "cluster.second_factor_optional",
        subject=("cluster", cluster.id),
        actor=actor,
        at=at,
        before={"requires_second_factor": not required},
        after={"requires_second_factor": required},
    )


def set_logo(
    work: UnitOfWork, *, png: bytes, width: int, height: int, actor: Actor, at: datetime
) -> str:
    """Keep a PNG that we encoded ourselves as the cluster's logo; return its SHA-256.

    Raises LogoInvalid.
    """
    if not png.startswith(_PNG) or len(png) > LARGEST_LOGO or min(width, height) < 1:
        raise LogoInvalid(field="logo")
    sha256 = hashlib.sha256(png).hexdigest()
    same = work.session.execute(
        select(ClusterLogo).where(ClusterLogo.sha256 == sha256)
    ).scalar_one_or_none()
    if same is not None:
        same.created_at = at
    else:
        work.session.add(
            ClusterLogo(png=png, sha256=sha256, width=width, height=height, created_at=at)
        )
    work.record(
        "cluster.logo_set",
        subject=("cluster", work.cluster_id),
        actor=actor,
        at=at,
        after={"sha256": sha256, "width": width, "height": height},
    )
    return sha256


def remove_logo(work: UnitOfWork, *, actor: Actor, at: datetime) -> None:
    """Forget the cluster's logos; documents that were made with one keep it."""
    gone = work.session.execute(delete(ClusterLogo))
    if gone.rowcount:  # type: ignore[attr-defined]
        work.record(
            "cluster.logo_removed", subject=("cluster", work.cluster_id), actor=actor, at=at
        )


def _shown(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
