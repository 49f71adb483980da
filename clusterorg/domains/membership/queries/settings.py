"""Policies and categories of a cluster."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.errors import CategoryNotFound
from clusterorg.domains.membership.models import MembershipCategory, MembershipSettings
from clusterorg.domains.membership.vocabulary import ApprovalPolicy
from clusterorg.kernel.errors import _
from clusterorg.kernel.scope import kept

CONSENT: dict[str, str] = {
    "en": _("We agree with the statutes and the privacy notice."),
    "nl": "Wij gaan akkoord met de statuten en de privacyverklaring.",
    "fr": "Nous acceptons les statuts et la déclaration de confidentialité.",
    "de": "Wir stimmen der Satzung und der Datenschutzerklärung zu.",
}


def settings(session: Session) -> MembershipSettings:
    """Return the cluster's policies; a cluster that has chosen none gets the default ones.

    The default row is not stored: reading never writes.
    """
    found = session.scalars(select(MembershipSettings)).one_or_none()
    return found or default_settings()


def default_settings() -> MembershipSettings:
    """Return the policies of a new cluster: manual approval, three months' notice."""
    return MembershipSettings(
        approval=ApprovalPolicy.MANUAL.value,
        notice_days=90,
        resume_days=30,
        consent_version="1",
        consent_texts=dict(CONSENT),
    )


def categories(session: Session, *, only_open: bool = False) -> Sequence[MembershipCategory]:
    """Return the categories in their order; with `only_open` those that take applications."""
    rows = session.scalars(_categories(session)).all()
    return [row for row in rows if row.open_for_application] if only_open else rows


@kept
def _categories() -> Select[MembershipCategory]:
    return select(MembershipCategory).order_by(MembershipCategory.position, MembershipCategory.code)


def get_category(session: Session, category_id: UUID) -> MembershipCategory:
    """Return a category; raises CategoryNotFound."""
    statement = select(MembershipCategory).where(MembershipCategory.id == category_id)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise CategoryNotFound(field="category")
    return found


def category_by_code(session: Session, code: str) -> MembershipCategory:
    """Return a category by its code; raises CategoryNotFound."""
    statement = select(MembershipCategory).where(MembershipCategory.code == code)
    found = session.scalars(statement).one_or_none()
    if found is None:
        raise CategoryNotFound(field="category")
    return found


def category_ids(session: Session) -> dict[str, UUID]:
    """Return the categories' ids by code and by each of their names, in small letters."""
    found: dict[str, UUID] = {}
    for category in reversed(categories(session)):
        for name in (*category.names.values(), category.code):
            found[name.casefold()] = category.id
    return found


def unknown_categories(session: Session, names: Iterable[str]) -> list[str]:
    """Return those names that are neither code nor name of a category, as an import reads them."""
    known = category_ids(session)
    return [name for name in names if name.strip().casefold() not in known]


def name_in(names: Mapping[str, str], locale: str, *, fallback: str = "") -> str:
    """Return a text in `locale`, else in English, else in whatever language there is."""
    return names.get(locale) or names.get("en") or next(iter(names.values()), fallback)


def category_names(session: Session, locale: str) -> dict[str, str]:
    """Return the categories' names in a language, by code."""
    return {c.code: name_in(c.names, locale, fallback=c.code) for c in categories(session)}
