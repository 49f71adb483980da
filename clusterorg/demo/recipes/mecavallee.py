"""W: MécaVallée asbl, Wallonia: mechanics and additive manufacturing, a business cluster."""

from clusterorg.demo.recipes.shape import Recipe, Seed
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind

B, K, G, C = "business", "knowledge", "government", "civil_society"

MECAVALLEE = Recipe(
    facts={
        "slug": "mecavallee",
        "name": "MécaVallée",
        "legal_name": "MécaVallée asbl",
        "legal_form": "asbl",
        "enterprise_number": "0001000286",
        "vat_number": "BE0001000286",
        "vat_status": "liable",
        "street": "Quai de Meuse 4",
        "postcode": "4000",
        "city": "Liège",
        "country": "BE",
        "email": "info@mecavallee.example",
        "phone": "+32 4 000 00 00",
        "website": "https://mecavallee.example",
        "time_zone": "Europe/Brussels",
        "languages": ["fr", "en"],
        "default_language": "fr",
        "colour": "#8a3b12",
        "iban": "BE71096123456769",
        "bic": "GKCCBEBB",
        "stripe_account_id": "acct_demo_mecavallee",
    },
    staff=[
        ("owner", "Véronique", "Lambotte"),
        ("manager", "Olivier", "Renson"),
        ("finance", "Chantal", "Dejardin"),
        ("viewer", "Samir", "Haddad"),
        ("assessor", "Ingrid", "Solheim"),
    ],
    composition={"micro": 18, "small": 26, "medium": 19, "large": 7, K: 14, G: 6, C: 6},
    dues_cents={
        "micro": 200_00, "small": 450_00, "medium": 900_00, "large": 2_500_00,
        K: 500_00, G: 0, C: 150_00,
    },
    seeds=[
        Seed("Fonderies de Haute-Sambrelle SA", B, "enterprise", 430, "24.51", "Charleroi"),
        Seed("Usinage Prévot & Filles SRL", B, "enterprise", 27, "25.62", "Herstal"),
        Seed("Robotec Hesbaye-Sud SRL", B, "enterprise", 38, "28.99", "Waremme"),
        Seed("Poudres & Lasers de l'Ourthe SA", B, "enterprise", 112, "25.50", "Liège"),
        Seed("Mécanique Fine Condrozienne SRL", B, "enterprise", 8, "26.51", "Ciney"),
        Seed("TurboForge Wallonie SA", B, "enterprise", 205, "28.11", "Seraing"),
        Seed(
            "Atelier Numérique du Samson SRL", B, "enterprise", 4, "62.01", "Andenne", startup=True
        ),
        Seed("Traitements de Surface Vertbois SA", B, "enterprise", 74, "25.61", "Mons"),
        Seed("Centre de recherche MétaTech", K, "research_centre", 120, "72.19", "Gosselies"),
        Seed("Haute École des Trois-Vallées", K, "university_college", 300, "85.42", "Verviers"),
        Seed("Agence de développement Val-de-Meuse", G, "public_agency", 22, "84.13", "Namur"),
        Seed("Centre FORM'Industrie", C, "training_education", 45, "85.59", "Gosselies"),
        Seed(
            "Syndicat des métallurgistes, section régionale", C, "employees", 30, "94.20", "Liège"
        ),
    ],
    places={
        "Charleroi": "6000", "Herstal": "4040", "Waremme": "4300", "Liège": "4000",
        "Ciney": "5590", "Seraing": "4100", "Andenne": "5300", "Mons": "7000",
        "Gosselies": "6041", "Verviers": "4800", "Namur": "5000", "Tournai": "7500",
        "Huy": "4500", "Nivelles": "1400", "Marche-en-Famenne": "6900", "La Louvière": "7100",
    },
    branches=[
        ("Fonderie", "24.51"), ("Usinage", "25.62"), ("Robotique", "28.99"),
        ("Forge", "25.50"), ("Mécanique", "28.41"), ("Turbines", "28.11"),
        ("Tôlerie", "25.11"), ("Moulage", "25.73"), ("Impression 3D", "25.50"),
        ("Soudure", "25.11"), ("Métrologie", "26.51"), ("Outillage", "25.73"),
    ],
    endings=["SRL", "SRL", "SRL", "SA"],
    institutes={
        K: [
            ("Centre de recherche", "research_centre", "72.19"),
            ("Haute École", "university_college", "85.42"),
            ("Université, département Mécanique", "university", "85.42"),
        ],
        G: [
            ("Ville de", "local_authority", "84.11"),
            ("Agence de développement", "public_agency", "84.13"),
        ],
        C: [
            ("Association des ingénieurs", "association", "94.99"),
            ("Fonds de formation", "training_education", "85.59"),
        ],
    },
    given_names=[
        "Camille", "Julien", "Sophie", "Nicolas", "Élodie", "Benoît", "Aurélie", "Thomas",
        "Céline", "Maxime", "Laurence", "Pierre", "Nathalie", "Karim", "Julie", "Arnaud",
        "Isabelle", "Quentin", "Delphine", "Mehdi",
    ],
    family_names=[
        "Dupont", "Lambert", "Martin", "Dumont", "Simon", "Leroy", "Denis", "Gérard",
        "Renard", "Collard", "Lejeune", "Piron", "Marchal", "Delvaux", "Bodart", "Noël",
        "Fontaine", "Hubert", "Lecomte", "Wauters",
    ],
    numbers_from=20_100,
    pro_rata="half_year",
    vat={"category": "S", "rate": 2100},
    fields=[
        FieldDefinition(
            key="export_markets", label="Marchés d’exportation", kind=FieldKind.CHOICE,
            choices=("Belgique seulement", "Pays voisins", "Europe", "Monde entier"),
        ),
        FieldDefinition(
            key="consortium_since", label="Dans le consortium depuis", kind=FieldKind.DATE
        ),
        FieldDefinition(key="newsletter", label="Infolettre", kind=FieldKind.YES_NO),
    ],
    tags=["exportateur", "projet pilote", "fabrication additive", "apprentissage", "jury"],
)  # fmt: skip
