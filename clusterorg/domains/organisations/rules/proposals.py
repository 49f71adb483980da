"""A first guess of helix and sub-group from name and website.

A guess with its reason, for a person to accept or correct; it is never official and never stored
as a fact by itself. The first rule that fits wins; an enterprise is the guess when none does.
"""

import re
from dataclasses import dataclass
from typing import Literal

from clusterorg.domains.organisations.rules import names
from clusterorg.domains.organisations.rules.helix import helix_of
from clusterorg.domains.organisations.vocabulary import Helix, SubGroup


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an organisation may be. `reason` says where the sign stood, `sign` quotes it."""

    helix: Helix
    subgroup: SubGroup
    reason: Literal["name", "website", "no_sign"]
    sign: str = ""


# Folded words and phrases, tried in this order; a trailing * stands for any ending.
_SIGNS: tuple[tuple[SubGroup, tuple[str, ...]], ...] = (
    (
        SubGroup.UNIVERSITY_COLLEGE,
        (
            "hogeschool*",
            "haute ecole",
            "hochschule*",
            "fachhochschule*",
            "university college",
            "universit* of applied sciences",
        ),
    ),
    (SubGroup.UNIVERSITY, ("universit*", "universidad*", "ku leuven", "institute of technology")),
    (
        SubGroup.RESEARCH_CENTRE,
        (
            "onderzoekscentrum",
            "onderzoeksinstituut",
            "centre de recherche*",
            "research cent*",
            "research institute",
            "institut*",
            "instituut*",
            "fraunhofer",
            "max planck",
            "laborator*",
            "laboratoire*",
            "forschung*",
            "centre for",
            "center for",
        ),
    ),
    (SubGroup.EMPLOYEES, ("vakbond*", "syndicat*", "*gewerkschaft*", "trade union*")),
    (SubGroup.CONSUMERS_USERS, ("consument*", "consommateur*", "verbraucher*", "consumer*")),
    (
        SubGroup.TRAINING_EDUCATION,
        (
            "opleiding*",
            "centre form*",
            "formation professionnelle",
            "weiterbildung*",
            "vorming*",
            "training fund",
            "training cent*",
        ),
    ),
    (SubGroup.FINANCIAL_INSTITUTION, ("krediet*", "bank", "banque*", "sparkasse*", "volksbank*")),
    (SubGroup.MEDIA, ("fachjournal", "magazine", "tijdschrift*", "zeitschrift*", "uitgeverij*")),
    (SubGroup.PROVINCE, ("provincie*", "provinciebestuur", "province de")),
    (
        SubGroup.LOCAL_AUTHORITY,
        (
            "gemeente",
            "stad",
            "ville de",
            "commune de",
            "city of",
            "municipality",
            "landkreis*",
            "stadt",
            "stadtverwaltung",
        ),
    ),
    (
        SubGroup.PUBLIC_AGENCY,
        (
            "wirtschaftsforderung*",
            "ontwikkelingsdienst*",
            "ontwikkelingsmaatschappij*",
            "agentschap*",
            "agence de developpement",
            "agence regionale",
            "development agency",
        ),
    ),
    (SubGroup.NATIONAL_AUTHORITY, ("ministry*", "ministere*", "ministerie*", "*ministerium")),
    (
        SubGroup.BUSINESS_FEDERATION,
        ("federatie*", "federation*", "chamber of", "kamer van", "chambre de", "*handelskammer"),
    ),
    (
        SubGroup.ASSOCIATION,
        (
            "foundation",
            "stichting",
            "stiftung",
            "fondation",
            "alliance",
            "coalition",
            "association",
            "vereniging*",
            "verein",
            "asbl",
            "vzw",
            "ev",
            "co op",
        ),
    ),
)
_WEB: tuple[tuple[str, SubGroup], ...] = (
    (r"\.edu(\.[a-z]{2})?$|\.ac\.[a-z]{2}$|(^|\.)uni-", SubGroup.UNIVERSITY),
    (r"\.gov(\.[a-z]{2})?$|\.gouv\.fr$|\.overheid\.nl$", SubGroup.PUBLIC_AGENCY),
    (r"\.foundation$|\.ngo$", SubGroup.ASSOCIATION),
)


def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    forms = "|".join(re.escape(sign).replace(r"\*", r"\w*") for sign in signs)
    return re.compile(rf"\b(?:{forms})\b")


_PATTERNS = tuple((subgroup, _pattern(signs)) for subgroup, signs in _SIGNS)
_E_V = re.compile(r"\be\.\s?v\.?(?=\s|$)", re.IGNORECASE)
"""“e. V.”, the German registered association, before the dots are folded away."""


def propose(name: str, website: str | None) -> Proposal:
    """Return a guess with its reason; an enterprise when there is no sign."""
    folded = names.fold(_E_V.sub("ev", name))
    for subgroup, pattern in _PATTERNS:
        found = pattern.search(folded)
        if found:
            return Proposal(helix_of(subgroup), subgroup, "name", found.group())
    host = names.web_domain(website) or ""
    for sign, subgroup in _WEB:
        if re.search(sign, host):
            return Proposal(helix_of(subgroup), subgroup, "website", host)
    return Proposal(Helix.BUSINESS, SubGroup.ENTERPRISE, "no_sign")
