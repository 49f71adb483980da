"""From a row of a file to an organisation: mapping, rules, proposal, corrections, reading.

Pure and repeatable: the dry run and the carrying out read the same row to the same result.
Order of strength: mapped cell < rule < correction of the row. A proposal fills an empty helix only,
and only when the batch accepts proposals.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clusterorg.domains.organisations.errors import (
    FigureInvalid,
    UnknownHelix,
)
from clusterorg.domains.organisations.rules import names, texts
from clusterorg.domains.organisations.rules.complete import complete
from clusterorg.domains.organisations.rules.import_rules import ImportRule
from clusterorg.domains.organisations.rules.proposals import Proposal, propose
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    ContactData,
    FieldDefinition,
    Helix,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    OrganisationData,
    SizeClass,
    SizeData,
    SubGroup,
)
from clusterorg.kernel.days import check_day
from clusterorg.kernel.errors import DomainError, Invalid, _

JOINED = "extra.joined_on"


class CellInvalid(Invalid):
    """A cell cannot be read as what its field needs."""

    code = "cell_invalid"
    message = _("“%(value)s” cannot be read here. Correct the cell.")


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a batch is read. `year` stands in for a missing year of size figures."""

    mapping: Mapping[str, str]
    rules: Sequence[ImportRule] = ()
    definitions: Sequence[FieldDefinition] = ()
    accept_proposals: bool = False
    default_country: str = "BE"
    year: int = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a row; `params` fill the translatable sentence of `code`."""

    field: str
    code: str
    message: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as we understand it. `data` is None when there are problems."""

    values: Mapping[str, str]
    extra: Mapping[str, str]
    proposal: Proposal | None
    data: OrganisationData | None
    problems: tuple[Problem, ...]


def read_row(plan: ImportPlan, raw: Mapping[str, str], corrections: Mapping[str, str]) -> ReadRow:
    """Return a row read by the plan; never raises for bad content, that is in `problems`."""
    values = {t: raw.get(c, "").strip() for c, t in plan.mapping.items() if raw.get(c, "").strip()}
    for rule in plan.rules:
        if rule.fits(raw):
            values.update(rule.results)
    values.update(corrections)
    values = {target: value for target, value in values.items() if value.strip()}
    proposal = None
    if not values.get("helix"):
        proposal = propose(values.get("name", ""), values.get("website"))
        if plan.accept_proposals:
            values["helix"] = proposal.helix.value
            values.setdefault("subgroup", proposal.subgroup.value)
    data, problems = _organisation(values, plan)
    if JOINED in values and not problems:
        values[JOINED] = _joining_day(values[JOINED]).isoformat()
    extra = {t.removeprefix("extra."): v for t, v in values.items() if t.startswith("extra.")}
    return ReadRow(values, extra, proposal, data, problems)


def _organisation(
    values: Mapping[str, str], plan: ImportPlan
) -> tuple[OrganisationData | None, tuple[Problem, ...]]:
    reader = _Reader(values, plan)
    draft = reader.draft()
    if draft is None or reader.problems:
        return None, tuple(reader.problems)
    try:
        return complete(draft, plan.definitions), ()
    except DomainError as error:
        return None, (_problem(error),)


def _joining_day(text: str) -> date:
    """Return the day on which an imported organisation became a member, for the domain it is of."""
    return check_day(texts.read_date(text), field=JOINED)


def _problem(error: DomainError) -> Problem:
    return Problem(
        error.field or "", error.code, error.message, {k: str(v) for k, v in error.params.items()}
    )


class _Reader:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, values: Mapping[str, str], plan: ImportPlan) -> None:
        self.values = values
        self.plan = plan
        self.problems: list[Problem] = []

    def _read(self, target: str, read: Callable[[str], Any]) -> Any:
        text = self.values.get(target)
        if not text:
            return None
        try:
            return read(text)
        except DomainError as refusal:
            self.problems.append(_problem(refusal))
            return None
        except ValueError:
            self.problems.append(_problem(CellInvalid(field=target, value=text[:60])))
            return None

    def draft(self) -> OrganisationData | None:
        """Return the organisation before its rules are checked."""
        helix = self._helix()
        founded = self._read("founded_on", texts.read_date)
        startup = self._read("is_startup", texts.read_yes_no)
        size = self._read("size_class", lambda text: SizeClass(names.fold(text)))
        subgroup = self._read("subgroup", lambda text: SubGroup(names.fold(text).replace(" ", "_")))
        sizes = self._sizes()
        self._read(JOINED, _joining_day)
        if helix is None:
            return None
        get = self.values.get
        return OrganisationData(
            name=get("name", ""),
            helix=helix,
            subgroup=subgroup,
            legal_name=get("legal_name"),
            website=get("website"),
            email=get("email"),
            phone=get("phone"),
            language=get("language"),
            founded_on=founded,
            is_startup=bool(startup),
            declared_size=size,
            note=get("note"),
            custom=self._custom(),
            tags=_split(get("tags", "")),
            identifiers=self._identifiers(),
            addresses=self._addresses(),
            sizes=sizes,
            activities=self._activities(),
            contacts=self._contacts(),
        )

    def _helix(self) -> Helix | None:
        word = names.fold(self.values.get("helix", "")).replace(" ", "_")
        try:
            return Helix(HELIX_WORDS.get(word, word))
        except ValueError:
            self.problems.append(_problem(UnknownHelix(field="helix")))
            return None

    def _custom(self) -> dict[str, Any]:
        prefix = "custom."
        return {t.removeprefix(prefix): v for t, v in self.values.items() if t.startswith(prefix)}

    def _identifiers(self) -> tuple[IdentifierData, ...]:
        return tuple(
            IdentifierData(scheme=scheme, value=self.values[target])
            for target, scheme in _IDENTIFIERS.items()
            if target in self.values
        )

    def _country(self) -> str:
        given = self.values.get("country")
        if given:
            return COUNTRY_NAMES.get(names.fold(given), given)
        return self.plan.default_country

    def _addresses(self) -> tuple[AddressData, ...]:
        get = self.values.get
        if not any(get(target) for target in ("street", "postcode", "city", "country")):
            return ()
        return (
            AddressData(
                street=get("street", ""),
                postcode=get("postcode", ""),
                city=get("city", ""),
                country=self._country(),
                nuts_code=get("nuts_code"),
            ),
        )

    def _sizes(self) -> tuple[SizeData, ...]:
        headcount = self._read("headcount", texts.read_hundredths)
        turnover = self._read("turnover", texts.read_hundredths)
        balance = self._read("balance_sheet", texts.read_hundredths)
        year = self._read("size_year", lambda text: int(texts.read_number(text)))
        if headcount is None:
            if turnover is not None or balance is not None:
                self.problems.append(_problem(FigureInvalid(field="headcount")))
            return ()
        return (
            SizeData(
                year=year or self.plan.year,
                headcount_centi=headcount,
                turnover_cents=turnover,
                balance_sheet_cents=balance,
                source="import",
            ),
        )

    def _activities(self) -> tuple[ActivityData, ...]:
        return tuple(
            ActivityData(revision=revision, code=code, is_main=place == 0)
            for target, revision in (
                ("nace", NaceRevision.REV_2),
                ("nace_21", NaceRevision.REV_2_1),
            )
            for place, code in enumerate(_split(self.values.get(target, "")))
        )

    def _contacts(self) -> tuple[ContactData, ...]:
        get = self.values.get
        contact = ContactData(
            given_name=get("contact_given_name", ""),
            family_name=get("contact_family_name", ""),
            email=get("contact_email"),
            phone=get("contact_phone"),
            job_title=get("contact_job_title"),
        )
        return (contact,) if contact != ContactData() else ()


def _split(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace("|", ";").replace(",", ";").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


_IDENTIFIERS = {
    "enterprise_number": IdentifierScheme.BE_ENTERPRISE,
    "vat_number": IdentifierScheme.VAT,
    "iban": IdentifierScheme.IBAN,
}
HELIX_WORDS = {
    "company": "business", "bedrijf": "business", "bedrijven": "business", "entreprise": "business",
    "unternehmen": "business", "wirtschaft": "business", "industry": "business",
    "kennis": "knowledge", "kennisinstelling": "knowledge", "connaissance": "knowledge",
    "research": "knowledge", "recherche": "knowledge", "wissen": "knowledge",
    "wissenschaft": "knowledge", "overheid": "government", "public": "government",
    "pouvoirs_publics": "government", "verwaltung": "government", "staat": "government",
    "middenveld": "civil_society", "societe_civile": "civil_society",
    "zivilgesellschaft": "civil_society", "civil": "civil_society", "society": "civil_society",
}  # fmt: skip
COUNTRY_NAMES = {
    "belgium": "BE", "belgie": "BE", "belgique": "BE", "belgien": "BE", "netherlands": "NL",
    "the netherlands": "NL", "nederland": "NL", "pays bas": "NL", "niederlande": "NL",
    "france": "FR", "frankrijk": "FR", "frankreich": "FR", "germany": "DE", "duitsland": "DE",
    "allemagne": "DE", "deutschland": "DE", "luxembourg": "LU", "luxemburg": "LU",
    "united kingdom": "GB", "verenigd koninkrijk": "GB", "royaume uni": "GB", "switzerland": "CH",
    "zwitserland": "CH", "suisse": "CH", "schweiz": "CH", "austria": "AT", "oostenrijk": "AT",
    "autriche": "AT", "osterreich": "AT", "italy": "IT", "italie": "IT", "italien": "IT",
    "spain": "ES", "spanje": "ES", "espagne": "ES", "spanien": "ES", "denmark": "DK",
    "denemarken": "DK", "danemark": "DK", "danemark ": "DK", "sweden": "SE", "zweden": "SE",
    "suede": "SE", "schweden": "SE", "norway": "NO", "noorwegen": "NO", "norvege": "NO",
    "norwegen": "NO", "portugal": "PT", "poland": "PL", "polen": "PL", "pologne": "PL",
    "united states": "US", "usa": "US", "etats unis": "US", "canada": "CA",
}  # fmt: skip
