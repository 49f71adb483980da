"""Which numbers stand for an organisation while it applies: two notations of one number are one."""

from clusterorg.domains.organisations.vocabulary import IdentifierScheme, OrganisationData

#: Numbers that identify an organisation; an IBAN may be shared by a group.
TELLING = frozenset(IdentifierScheme) - {IdentifierScheme.IBAN}


def claims_of(organisation: OrganisationData) -> list[tuple[str, str]]:
    """Return (scheme, value) of what the application holds; without numbers, its folded name.

    The data must be checked: values are compact then. A Belgian VAT number is its enterprise
    number.
    """
    claims = {
        _one_notation(each.scheme, each.value)
        for each in organisation.identifiers
        if each.scheme in TELLING
    }
    if not claims:
        folded = "".join(c for c in organisation.name.casefold() if c.isalnum())
        claims = {("name", folded[:40])}
    return sorted(claims)


def _one_notation(scheme: IdentifierScheme, value: str) -> tuple[str, str]:
    if scheme is IdentifierScheme.VAT and value.startswith("BE"):
        return IdentifierScheme.BE_ENTERPRISE.value, value[2:]
    return scheme.value, value
