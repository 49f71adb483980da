"""D: Photonik-Netz Mittelrhein e. V., Germany: photonics, without a base programme."""

from clusterorg.demo.recipes.shape import Recipe, Seed
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind

B, K, G, C = "business", "knowledge", "government", "civil_society"

PHOTONIK = Recipe(
    facts={
        "slug": "photonik",
        "name": "Photonik-Netz Mittelrhein",
        "legal_name": "Photonik-Netz Mittelrhein e. V.",
        "legal_form": "e. V.",
        "enterprise_number": None,
        "vat_number": None,
        "vat_status": "not_liable",
        "street": "Rheinufer 21",
        "postcode": "55116",
        "city": "Mainz",
        "country": "DE",
        "email": "info@photonik-netz.example",
        "phone": "+49 6131 000000",
        "website": "https://photonik-netz.example",
        "time_zone": "Europe/Berlin",
        "languages": ["de", "en"],
        "default_language": "de",
        "colour": "#3b3f9c",
        "iban": "DE89370400440532013000",
        "bic": "COBADEFFXXX",
        "stripe_account_id": "acct_demo_photonik",
    },
    staff=[
        ("owner", "Katharina", "Lindner"),
        ("manager", "Matthias", "Oswald"),
        ("finance", "Birgit", "Hahn"),
        ("viewer", "Emre", "Yıldız"),
        ("assessor", "Ingrid", "Solheim"),
    ],
    composition={"micro": 21, "small": 34, "medium": 22, "large": 12, K: 12, G: 4, C: 5},
    dues_cents={
        "micro": 480_00, "small": 1_150_00, "medium": 2_400_00, "large": 5_600_00,
        K: 900_00, G: 0, C: 300_00,
    },
    seeds=[
        Seed("Linsenwerk Gaualgesheim GmbH", B, "enterprise", 160, "26.70", "Gau-Algesheim"),
        Seed("Rheinhessen Laserstrahl GmbH & Co. KG", B, "enterprise", 44, "28.49", "Wörrstadt"),
        Seed("Beschichtung Nahetal GmbH", B, "enterprise", 29, "25.61", "Bad Kreuznach"),
        Seed("Optikmaschinen Wetterhof AG", B, "enterprise", 720, "28.41", "Wetzlar"),
        Seed("Prismatika Messtechnik GmbH", B, "enterprise", 9, "26.51", "Mainz"),
        Seed("Faserlicht Taunus GmbH", B, "enterprise", 6, "27.31", "Idstein", startup=True),
        Seed("Bildwandler Rüsselbach GmbH", B, "enterprise", 118, "26.11", "Rüsselsheim"),
        Seed(
            "Institut für Angewandte Photonik Mittelrhein",
            K, "research_centre", 70, "72.19", "Mainz",
        ),
        Seed("Technische Hochschule Rheinbogen", K, "university_college", 400, "85.42", "Bingen"),
        Seed("Wirtschaftsförderung Rheinhessen-Mitte", G, "public_agency", 15, "84.13", "Alzey"),
        Seed("Fachjournal Licht & Werk", C, "media", 11, "58.14", "Frankfurt"),
        Seed("Industriegewerkschaft Region Mitte", C, "employees", 25, "94.20", "Mainz"),
    ],
    places={
        "Gau-Algesheim": "55435", "Wörrstadt": "55286", "Bad Kreuznach": "55543",
        "Wetzlar": "35576", "Mainz": "55116", "Idstein": "65510", "Rüsselsheim": "65428",
        "Bingen": "55411", "Alzey": "55232", "Frankfurt": "60311", "Wiesbaden": "65183",
        "Koblenz": "56068", "Darmstadt": "64283", "Ingelheim": "55218", "Worms": "67547",
    },
    branches=[
        ("Optik", "26.70"), ("Laser", "28.49"), ("Beschichtung", "25.61"),
        ("Messtechnik", "26.51"), ("Faser", "27.31"), ("Sensorik", "26.11"),
        ("Bildverarbeitung", "26.70"), ("Feinmechanik", "25.62"), ("Lichttechnik", "27.40"),
        ("Mikrosysteme", "26.11"), ("Spektroskopie", "26.51"), ("Kristall", "23.19"),
    ],
    endings=["GmbH", "GmbH", "GmbH", "AG"],
    institutes={
        K: [
            ("Institut für Optik", "research_centre", "72.19"),
            ("Hochschule", "university_college", "85.42"),
            ("Universität, Fachbereich Physik", "university", "85.42"),
        ],
        G: [
            ("Stadt", "local_authority", "84.11"),
            ("Wirtschaftsförderung", "public_agency", "84.13"),
        ],
        C: [
            ("Bildungswerk Licht", "training_education", "85.59"),
            ("Förderverein Photonik", "association", "94.99"),
        ],
    },
    given_names=[
        "Anna", "Lukas", "Julia", "Stefan", "Sabine", "Jan", "Claudia", "Florian", "Petra",
        "Markus", "Heike", "Tobias", "Nina", "Andreas", "Leyla", "Jürgen", "Monika", "Felix",
        "Silke", "Deniz",
    ],
    family_names=[
        "Müller", "Schneider", "Weber", "Becker", "Hoffmann", "Schäfer", "Koch", "Bauer",
        "Richter", "Klein", "Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun",
        "Krüger", "Hartmann", "Lange", "Aydın",
    ],
    numbers_from=30_100,
    pro_rata="month",
    vat={"category": "O", "rate": 0},
    fields=[
        FieldDefinition(
            key="export_markets", label="Exportmärkte", kind=FieldKind.CHOICE,
            choices=("Nur Deutschland", "Nachbarländer", "Europa", "Weltweit"),
        ),
        FieldDefinition(
            key="consortium_since", label="Im Konsortium seit", kind=FieldKind.DATE
        ),
        FieldDefinition(key="newsletter", label="Newsletter", kind=FieldKind.YES_NO),
    ],
    tags=["Exporteur", "Pilotprojekt", "Quantentechnik", "Ausbildung", "Jury"],
)  # fmt: skip
