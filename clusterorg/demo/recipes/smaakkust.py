"""F: SmaakKust vzw, Flanders: food and blue protein, a spearhead-type cluster in its fifth year."""

from clusterorg.demo.recipes.shape import Recipe, Seed
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind

B, K, G, C = "business", "knowledge", "government", "civil_society"

SMAAKKUST = Recipe(
    facts={
        "slug": "smaakkust",
        "name": "SmaakKust",
        "legal_name": "SmaakKust vzw",
        "legal_form": "vzw",
        "enterprise_number": "0001000187",
        "vat_number": "BE0001000187",
        "vat_status": "liable",
        "street": "Havenlaan 12",
        "postcode": "8400",
        "city": "Oostende",
        "country": "BE",
        "email": "info@smaakkust.example",
        "phone": "+32 59 00 00 00",
        "website": "https://smaakkust.example",
        "time_zone": "Europe/Brussels",
        "languages": ["nl", "en", "fr"],
        "default_language": "nl",
        "colour": "#14665a",
        "iban": "BE56363123456788",
        "bic": "BBRUBEBB",
        "stripe_account_id": "acct_demo_smaakkust",
    },
    staff=[
        ("owner", "Annelies", "Verhaeghe"),
        ("manager", "Joris", "Deceuninck"),
        ("finance", "Fatima", "El Amrani"),
        ("viewer", "Pieter", "Maes"),
        ("assessor", "Ingrid", "Solheim"),
    ],
    composition={
        "micro": 34, "small": 41, "medium": 22, "large": 11, K: 16, G: 8, C: 10,
    },
    dues_cents={
        "micro": 500_00, "small": 1_200_00, "medium": 2_750_00, "large": 7_500_00,
        K: 2_000_00, G: 0, C: 400_00,
    },
    seeds=[
        Seed("Bakkerij Ter Leyevelde nv", B, "enterprise", 142, "10.71", "Deinze"),
        Seed("Zuivelhuis Kempenkar bv", B, "enterprise", 96, "10.51", "Geel"),
        Seed("Noordzeevangst Ostrea bv", B, "enterprise", 34, "10.20", "Oostende"),
        Seed("Groentediepvries Rodenbeek nv", B, "enterprise", 612, "10.39", "Ardooie"),
        Seed("Chocoladeatelier Morandijn bv", B, "enterprise", 7, "10.82", "Mechelen"),
        Seed("Vleesgilde Pajotter nv", B, "enterprise", 388, "10.13", "Ninove"),
        Seed("Proteïnum Plantlab bv", B, "enterprise", 9, "72.11", "Gent", startup=True),
        Seed("Brouwerij Koperhoek bv", B, "enterprise", 28, "11.05", "Poperinge"),
        Seed("Verpakt & Vers Haspengouw bv", B, "enterprise", 46, "22.22", "Sint-Truiden"),
        Seed("Koelketen Scheldeland nv", B, "enterprise", 171, "52.10", "Temse"),
        Seed("Algenova Maritiem bv", B, "enterprise", 5, "03.21", "Zeebrugge", startup=True),
        Seed("Sensorix Voedingstechniek bv", B, "enterprise", 31, "28.93", "Kortrijk"),
        Seed("Siropen Van Meerbeke nv", B, "enterprise", 244, "10.89", "Aalst"),
        Seed("Insectora bv", B, "enterprise", 6, "10.91", "Turnhout"),
        Seed("Onderzoekscentrum VoedingsKade", K, "research_centre", 85, "72.19", "Melle"),
        Seed(
            "Universiteit Leiemond, vakgroep Levensmiddelen", K, "university", 60, "85.42", "Gent"
        ),
        Seed("Ontwikkelingsdienst Kustpolders", G, "province", 40, "84.13", "Brugge"),
        Seed(
            "Consumentenforum Proef & Oordeel vzw", C, "consumers_users", 12, "94.99", "Brussel"
        ),
        Seed("Opleidingsfonds Smaakmakers vzw", C, "training_education", 18, "85.59", "Brussel"),
        Seed(
            "Kredietcoöperatie Polderkapitaal cv", C, "financial_institution", 55, "64.19", "Veurne"
        ),
    ],
    places={
        "Deinze": "9800", "Geel": "2440", "Oostende": "8400", "Ardooie": "8850",
        "Mechelen": "2800", "Ninove": "9400", "Gent": "9000", "Poperinge": "8970",
        "Sint-Truiden": "3800", "Temse": "9140", "Zeebrugge": "8380", "Kortrijk": "8500",
        "Aalst": "9300", "Turnhout": "2300", "Melle": "9090", "Brugge": "8000",
        "Brussel": "1000", "Veurne": "8630", "Leuven": "3000", "Hasselt": "3500",
        "Roeselare": "8800", "Ieper": "8900", "Lokeren": "9160", "Tongeren": "3700",
    },
    branches=[
        ("Bakkerij", "10.71"), ("Zuivel", "10.51"), ("Visrokerij", "10.20"),
        ("Groenten", "10.39"), ("Chocolade", "10.82"), ("Charcuterie", "10.13"),
        ("Brouwerij", "11.07"), ("Verpakking", "22.22"), ("Koelhuis", "52.10"),
        ("Algen", "03.21"), ("Voedingstechniek", "28.93"), ("Sauzen", "10.84"),
        ("Pasta", "10.73"), ("Mosselkweek", "03.21"), ("Aardappel", "10.31"),
        ("Plantaardig", "10.89"), ("Kruiden", "10.84"), ("Diervoeding", "10.91"),
    ],
    endings=["bv", "bv", "bv", "nv"],
    institutes={
        K: [
            ("Onderzoekscentrum", "research_centre", "72.19"),
            ("Hogeschool", "university_college", "85.42"),
            ("Proefcentrum", "research_infrastructure", "72.11"),
        ],
        G: [
            ("Stad", "local_authority", "84.11"),
            ("Streekontwikkeling", "public_agency", "84.13"),
        ],
        C: [
            ("Vakbond Voeding", "employees", "94.20"),
            ("Smaakvereniging", "association", "94.99"),
            ("Tijdschrift Keuken & Kust", "media", "58.14"),
        ],
    },
    given_names=[
        "Lotte", "Wout", "Emma", "Bram", "Sofie", "Tom", "Karen", "Dries", "Eline", "Stijn",
        "Hanne", "Koen", "Lien", "Jeroen", "Nele", "Pieter", "An", "Bart", "Ilse", "Mohamed",
        "Yasmina", "Ruben", "Tine", "Maarten", "Griet", "Filip",
    ],
    family_names=[
        "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens",
        "Wouters", "De Smet", "Vermeulen", "Pauwels", "Dubois", "Hermans", "Aerts", "Lambrecht",
        "Desmet", "Verstraete", "Coppens", "Baert", "Declercq", "Bogaert", "Benali", "Cools",
    ],
    numbers_from=10_100,
    pro_rata="none",
    vat={"category": "S", "rate": 2100},
    fields=[
        FieldDefinition(
            key="export_markets", label="Exportmarkten", kind=FieldKind.CHOICE,
            choices=("Enkel België", "Buurlanden", "Europa", "Wereldwijd"),
        ),
        FieldDefinition(
            key="consortium_since", label="In het consortium sinds", kind=FieldKind.DATE
        ),
        FieldDefinition(key="newsletter", label="Nieuwsbrief", kind=FieldKind.YES_NO),
    ],
    tags=["exporteur", "pilootproject", "blauwe eiwitten", "korte keten", "jury"],
)  # fmt: skip
