"""What regions (NUTS) are called: Belgian ones in every language, others as their country does."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from clusterorg.domains.organisations.queries import region_label

BELGIUM: dict[str, Any] = {
    "BE1": _("Brussels-Capital Region"),
    "BE10": _("Brussels-Capital Region"),
    "BE100": _("Brussels-Capital (arrondissement)"),
    "BE2": _("Flemish Region"),
    "BE21": _("Province of Antwerp"),
    "BE211": _("Antwerp (arrondissement)"),
    "BE212": _("Mechelen (arrondissement)"),
    "BE213": _("Turnhout (arrondissement)"),
    "BE22": _("Province of Limburg"),
    "BE223": _("Tongeren (arrondissement)"),
    "BE224": _("Hasselt (arrondissement)"),
    "BE225": _("Maaseik (arrondissement)"),
    "BE23": _("Province of East Flanders"),
    "BE231": _("Aalst (arrondissement)"),
    "BE232": _("Dendermonde (arrondissement)"),
    "BE233": _("Eeklo (arrondissement)"),
    "BE234": _("Ghent (arrondissement)"),
    "BE235": _("Oudenaarde (arrondissement)"),
    "BE236": _("Sint-Niklaas (arrondissement)"),
    "BE24": _("Province of Flemish Brabant"),
    "BE241": _("Halle-Vilvoorde (arrondissement)"),
    "BE242": _("Leuven (arrondissement)"),
    "BE25": _("Province of West Flanders"),
    "BE251": _("Bruges (arrondissement)"),
    "BE252": _("Diksmuide (arrondissement)"),
    "BE253": _("Ypres (arrondissement)"),
    "BE254": _("Kortrijk (arrondissement)"),
    "BE255": _("Ostend (arrondissement)"),
    "BE256": _("Roeselare (arrondissement)"),
    "BE257": _("Tielt (arrondissement)"),
    "BE258": _("Veurne (arrondissement)"),
    "BE3": _("Walloon Region"),
    "BE31": _("Province of Walloon Brabant"),
    "BE310": _("Nivelles (arrondissement)"),
    "BE32": _("Province of Hainaut"),
    "BE323": _("Mons (arrondissement)"),
    "BE328": _("Tournai-Mouscron (arrondissement)"),
    "BE329": _("La Louvière (arrondissement)"),
    "BE32A": _("Ath (arrondissement)"),
    "BE32B": _("Charleroi (arrondissement)"),
    "BE32C": _("Soignies (arrondissement)"),
    "BE32D": _("Thuin (arrondissement)"),
    "BE33": _("Province of Liège"),
    "BE331": _("Huy (arrondissement)"),
    "BE332": _("Liège (arrondissement)"),
    "BE334": _("Waremme (arrondissement)"),
    "BE335": _("Verviers, French-speaking municipalities (arrondissement)"),
    "BE336": _("Verviers, German-speaking Community (arrondissement)"),
    "BE34": _("Province of Luxembourg"),
    "BE341": _("Arlon (arrondissement)"),
    "BE342": _("Bastogne (arrondissement)"),
    "BE343": _("Marche-en-Famenne (arrondissement)"),
    "BE344": _("Neufchâteau (arrondissement)"),
    "BE345": _("Virton (arrondissement)"),
    "BE35": _("Province of Namur"),
    "BE351": _("Dinant (arrondissement)"),
    "BE352": _("Namur (arrondissement)"),
    "BE353": _("Philippeville (arrondissement)"),
}


def region(code: str | None) -> str:
    """Return the name of a region with its code, as in Ghent (arrondissement), BE234."""
    if not code:
        return ""
    return f"{BELGIUM.get(code) or region_label(code)}, {code}"


def region_hint(code: str | None, source: str | None) -> str:
    """Say why a region that came from a postcode is a large one; nothing where it is not."""
    if source != "postcode" or len(code or "") != 4:
        return ""
    return gettext("The postcode tells no more. Edit the address to write a smaller region.")
