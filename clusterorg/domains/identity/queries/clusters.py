"""Reading clusters and their logos."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from clusterorg.domains.identity.errors import ClusterNotFound
from clusterorg.domains.identity.models import Cluster, ClusterLogo
from clusterorg.kernel.db import AnyRow
from clusterorg.kernel.paging import Page, paginate

_LISTED: tuple[Any, ...] = (
    Cluster.id,
    Cluster.slug,
    Cluster.name,
    Cluster.legal_name,
    Cluster.city,
    Cluster.country,
    Cluster.email,
    Cluster.colour,
    Cluster.created_at,
)
_NAMED: tuple[Any, ...] = (Cluster.id, Cluster.slug, Cluster.name)
_LOGO: tuple[Any, ...] = (
    ClusterLogo.png,
    ClusterLogo.sha256,
    ClusterLogo.width,
    ClusterLogo.height,
)


def get_cluster(session: Session, cluster_id: UUID) -> Cluster:
    """Return a cluster; raises ClusterNotFound."""
    cluster = session.get(Cluster, cluster_id)
    if cluster is None:
        raise ClusterNotFound()
    return cluster


def find_cluster(session: Session, slug: str) -> Cluster | None:
    """Return the cluster with this slug, or None."""
    return session.execute(select(Cluster).where(Cluster.slug == slug)).scalar_one_or_none()


def find_cluster_by_account(session: Session, account: str) -> UUID | None:
    """Return the id of the cluster whose connected payment account this is, or None."""
    return session.execute(
        select(Cluster.id).where(Cluster.stripe_account_id == account)
    ).scalar_one_or_none()


def cluster_ids(session: Session) -> Sequence[UUID]:
    """Return the ids of all clusters (worker)."""
    return session.execute(select(Cluster.id).order_by(Cluster.id)).scalars().all()


def connected_clusters(session: Session) -> Sequence[UUID]:
    """Return the ids of the clusters that have a connected payment account (worker)."""
    return (
        session.execute(
            select(Cluster.id).where(Cluster.stripe_account_id.is_not(None)).order_by(Cluster.id)
        )
        .scalars()
        .all()
    )


def clusters(session: Session, *, cursor: str | None = None, limit: int = 50) -> Page:
    """Return one page of all clusters by name (operator): id, slug, name, city, email …"""
    keys: list[Any] = [Cluster.name, Cluster.id]
    return paginate(session, select(*_LISTED), keys, cursor=cursor, limit=limit)


def cluster_names(session: Session, cluster_ids: Collection[UUID]) -> Sequence[AnyRow]:
    """Return id, slug and name of these clusters, by name."""
    return session.execute(
        select(*_NAMED).where(Cluster.id.in_(cluster_ids)).order_by(Cluster.name, Cluster.id)
    ).all()


def logo(session: Session) -> Row[Any] | None:
    """Return the newest logo of the cluster in scope (png, sha256, width, height), or None."""
    return session.execute(
        select(*_LOGO).order_by(ClusterLogo.created_at.desc(), ClusterLogo.id.desc()).limit(1)
    ).one_or_none()
