"""Which column of a file goes to which field: the targets, and a proposal from the headers.

Targets are text: a field (`name`), a custom field (`custom.sector_code`) or something for another
domain (`extra.category`, `extra.joined_on`), which travels with the news ImportCarriedOut.
"""

import re
from collections.abc import Mapping, Sequence

from clusterorg.domains.organisations.errors import (
    NameNotMapped,
    TargetTwice,
    UnknownImportColumn,
    UnknownImportTarget,
)
from clusterorg.domains.organisations.rules.names import fold
from clusterorg.domains.organisations.vocabulary import FieldDefinition

# Header words per target in English, Dutch, French and German, folded. The first fit wins.
HEADERS: dict[str, str] = {
    "name": "name|organisation|organization|company|company name|organisation name|member|naam|"
    "bedrijf|bedrijfsnaam|organisatie|lid|nom|societe|entreprise|membre|raison sociale|"
    "firma|firmenname|mitglied|unternehmen",
    "legal_name": "legal name|official name|juridische naam|officiele naam|nom legal|"
    "denomination|denomination sociale|offizieller name|rechtlicher name",
    "helix": "helix|strand|type of member|member type|type lid|type de membre|mitgliedsart",
    "subgroup": "sub group|subgroup|subgroep|sous groupe|untergruppe",
    "website": "website|web|url|web site|homepage|site web|site internet|webseite|internet|webpage",
    "email": "email|e mail|mail|email address|e mailadres|mailadres|courriel|adresse email|"
    "e mail adresse|mailadresse",
    "phone": "phone|telephone|tel|telefoon|telefoonnummer|telefon|telefonnummer|phone number",
    "language": "language|lang|taal|langue|sprache",
    "founded_on": "founded|founded on|year founded|oprichting|opgericht|oprichtingsdatum|fondee|"
    "date de creation|gegrundet|grundung|grundungsjahr",
    "is_startup": "start up|startup|is startup|jeune pousse",
    "note": "note|notes|remarks|comment|comments|opmerking|opmerkingen|remarque|remarques|"
    "bemerkung|bemerkungen|anmerkung|notiz",
    "enterprise_number": "enterprise number|company number|registration number|kbo|kbo nummer|"
    "ondernemingsnummer|numero d entreprise|numero dentreprise|bce|n bce|"
    "unternehmensnummer|kbo number",
    "vat_number": "vat|vat number|vat no|btw|btw nummer|tva|numero tva|numero de tva|n tva|"
    "ust id|ust idnr|ustid|umsatzsteuer id|mwst",
    "iban": "iban|bank account|rekeningnummer|compte bancaire|kontonummer|bankrekening",
    "street": "street|address|address line 1|straat|adres|straat en nummer|rue|adresse|strasse",
    "postcode": "postcode|postal code|zip|zip code|post code|code postal|plz|postleitzahl|cp",
    "city": "city|town|place|gemeente|stad|plaats|woonplaats|ville|commune|localite|stadt|ort",
    "country": "country|country code|land|landcode|pays|code pays|landercode",
    "nuts_code": "nuts|nuts 3|nuts3|nuts code|region code",
    "headcount": "headcount|employees|staff|fte|awu|number of employees|werknemers|personeel|"
    "aantal werknemers|personeelsbestand|effectif|effectifs|nombre d employes|mitarbeiter|"
    "mitarbeiterzahl|anzahl mitarbeiter|beschaftigte",
    "size_year": "year|size year|jaar|boekjaar|annee|exercice|jahr|geschaftsjahr",
    "turnover": "turnover|revenue|omzet|chiffre d affaires|chiffre daffaires|ca|umsatz",
    "balance_sheet": "balance sheet|balance sheet total|balanstotaal|total du bilan|bilan|"
    "bilanzsumme",
    "size_class": "size|size class|grootte|grootteklasse|taille|grosse|grossenklasse",
    "nace": "nace|nace code|nace bel|nacebel|code nace|nace 2|nace rev 2",
    "nace_21": "nace 2 1|nace rev 2 1|nace 21",
    "tags": "tags|tag|labels|keywords|trefwoorden|mots cles|schlagworte|schlagworter",
    "contact_given_name": "first name|given name|voornaam|prenom|vorname",
    "contact_family_name": "last name|family name|surname|achternaam|familienaam|nom de famille|"
    "nachname",
    "contact_email": "contact email|contact e mail|email contact|e mail contact|"
    "e mail contactpersoon|courriel contact|ansprechpartner e mail",
    "contact_phone": "contact phone|mobile|gsm|mobiel|portable|mobil|handy",
    "contact_job_title": "job title|function|functie|fonction|funktion|position",
    "extra.category": "category|level|membership level|membership category|membership type|tier|"
    "categorie|lidmaatschap|niveau|lidcategorie|kategorie|mitgliedskategorie|stufe",
    "extra.joined_on": "joined|joined on|member since|join date|lid sinds|datum toetreding|"
    "membre depuis|date d adhesion|beitritt|mitglied seit|eintritt|eintrittsdatum",
}
_EXTRA = re.compile(r"extra\.[a-z][a-z0-9_]{0,39}")
_BY_HEADER = {word: target for target, words in HEADERS.items() for word in words.split("|")}


def propose_mapping(
    columns: Sequence[str], definitions: Sequence[FieldDefinition] = ()
) -> dict[str, str]:
    """Return column → target for the headers we recognise; each target is given once."""
    own = {fold(d.label): f"custom.{d.key}" for d in definitions}
    own |= {fold(d.key): f"custom.{d.key}" for d in definitions}
    proposal: dict[str, str] = {}
    for column in columns:
        folded = fold(column)
        exact = column.strip() if _known(column.strip(), definitions) else None
        target = exact or _BY_HEADER.get(folded) or own.get(folded)
        if target and target not in proposal.values():
            proposal[column] = target
    return proposal


def _known(target: str, definitions: Sequence[FieldDefinition]) -> bool:
    return (
        target in HEADERS
        or any(target == f"custom.{definition.key}" for definition in definitions)
        or bool(_EXTRA.fullmatch(target))
    )


def check_target(target: str, definitions: Sequence[FieldDefinition]) -> None:
    """Raise UnknownImportTarget for a target that does not exist."""
    if not _known(target, definitions):
        raise UnknownImportTarget(field="mapping", target=target)


def check_mapping(
    mapping: Mapping[str, str], columns: Sequence[str], definitions: Sequence[FieldDefinition]
) -> dict[str, str]:
    """Return the mapping without ignored columns.

    Raises UnknownImportColumn, UnknownImportTarget, TargetTwice or NameNotMapped.
    """
    used: dict[str, str] = {}
    for column, target in mapping.items():
        if column not in columns:
            raise UnknownImportColumn(field="mapping", column=column)
        if not target:
            continue
        check_target(target, definitions)
        if target in used.values():
            raise TargetTwice(field="mapping", target=target)
        used[column] = target
    if "name" not in used.values():
        raise NameNotMapped(field="mapping")
    return used
