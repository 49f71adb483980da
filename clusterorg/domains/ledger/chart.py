"""The chart of accounts a new cluster begins with; from then on it is the cluster's own.

A selection of the Belgian minimum chart (MAR/PCMN, Royal Decree of 21 October 2018, annex for
companies and for associations: class 73 holds membership fees, gifts and subsidies). Clusters of
other countries begin with the same numbers and may renumber them: bookings go by role.
"""

from typing import NamedTuple

from clusterorg.domains.ledger.vocabulary import AccountKind as Kind
from clusterorg.domains.ledger.vocabulary import AccountRole as Role


class ChartLine(NamedTuple):
    """One account of the default chart: number, kind, role, names in en, nl, fr, de."""

    number: str
    kind: Kind
    role: Role | None
    en: str
    nl: str
    fr: str
    de: str

    @property
    def names(self) -> dict[str, str]:
        """The names by language, as the table stores them."""
        return {"en": self.en, "nl": self.nl, "fr": self.fr, "de": self.de}


# fmt: off
DEFAULT_CHART: tuple[ChartLine, ...] = (
    ChartLine("100000", Kind.EQUITY, None, "Association funds",
              "Fondsen van de vereniging", "Fonds associatifs", "Vereinsvermögen"),
    ChartLine("140000", Kind.EQUITY, None, "Result carried forward",
              "Overgedragen resultaat", "Résultat reporté", "Ergebnisvortrag"),
    ChartLine("400000", Kind.ASSET, Role.RECEIVABLE, "Members and customers",
              "Leden en klanten", "Membres et clients", "Forderungen an Mitglieder und Kunden"),
    ChartLine("407000", Kind.ASSET, None, "Doubtful debtors",
              "Dubieuze debiteuren", "Créances douteuses", "Zweifelhafte Forderungen"),
    ChartLine("411000", Kind.ASSET, None, "VAT to recover",
              "Terug te vorderen btw", "TVA à récupérer", "Vorsteuer"),
    ChartLine("440000", Kind.LIABILITY, None, "Suppliers",
              "Leveranciers", "Fournisseurs", "Verbindlichkeiten gegenüber Lieferanten"),
    ChartLine("451000", Kind.LIABILITY, Role.VAT_DUE, "VAT due",
              "Te betalen btw", "TVA à payer", "Umsatzsteuer"),
    ChartLine("493000", Kind.LIABILITY, None, "Deferred income",
              "Over te dragen opbrengsten", "Produits à reporter", "Passive Rechnungsabgrenzung"),
    ChartLine("550000", Kind.ASSET, Role.BANK, "Bank",
              "Bank", "Banque", "Bank"),
    ChartLine("570000", Kind.ASSET, Role.CASH, "Cash",
              "Kas", "Caisse", "Kasse"),
    ChartLine("580000", Kind.ASSET, Role.CLEARING, "Card and online payments on their way",
              "Onlinebetalingen onderweg", "Paiements en ligne en cours",
              "Online-Zahlungen unterwegs"),
    ChartLine("612000", Kind.EXPENSE, None, "Supplies and services",
              "Diensten en diverse goederen", "Services et biens divers",
              "Bezogene Lieferungen und Leistungen"),
    ChartLine("642000", Kind.EXPENSE, Role.BAD_DEBT, "Losses on receivables",
              "Minderwaarden op vorderingen", "Moins-values sur créances",
              "Forderungsverluste"),
    ChartLine("657000", Kind.EXPENSE, Role.BANK_COSTS, "Bank and payment costs",
              "Bank- en betaalkosten", "Frais bancaires et de paiement",
              "Bank- und Zahlungskosten"),
    ChartLine("700000", Kind.INCOME, None, "Services to members and others",
              "Diensten aan leden en derden", "Services aux membres et aux tiers",
              "Leistungen an Mitglieder und Dritte"),
    ChartLine("702000", Kind.INCOME, None, "Sponsoring",
              "Sponsoring", "Parrainage", "Sponsoring"),
    ChartLine("730000", Kind.INCOME, None, "Membership fees",
              "Lidgelden", "Cotisations", "Mitgliedsbeiträge"),
    ChartLine("730100", Kind.INCOME, None, "Entry fees",
              "Instapgelden", "Droits d'entrée", "Aufnahmegebühren"),
    ChartLine("736000", Kind.INCOME, None, "Grants",
              "Subsidies", "Subsides", "Zuwendungen"),
    ChartLine("740000", Kind.INCOME, None, "Other operating income",
              "Andere bedrijfsopbrengsten", "Autres produits d'exploitation",
              "Sonstige betriebliche Erträge"),
)
# fmt: on
