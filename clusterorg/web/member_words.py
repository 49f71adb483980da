"""Words about organisations and their people, and how their numbers are printed."""

from typing import Any

from flask_babel import lazy_gettext as _

IDENTIFIER: dict[str, Any] = {
    "be_enterprise": _("Enterprise number (Belgium)"),
    "vat": _("VAT number"),
    "iban": _("IBAN"),
    "fr_siren": _("SIREN (France)"),
    "de_register": _("Register number (Germany)"),
    "nl_kvk": _("Chamber of Commerce number (Netherlands)"),
    "dk_cvr": _("CVR (Denmark)"),
    "se_orgnr": _("Organisation number (Sweden)"),
    "no_orgnr": _("Organisation number (Norway)"),
    "ch_uid": _("UID (Switzerland)"),
    "lei": _("LEI"),
}
ADDRESS: dict[str, Any] = {
    "registered": _("Registered address"),
    "billing": _("Billing address"),
    "visiting": _("Visiting address"),
}
CONTACT_ROLE: dict[str, Any] = {
    "voting_representative": _("Voting representative"),
    "billing": _("Billing"),
    "general": _("General"),
}
FIELD: dict[str, Any] = {
    "name": _("Name"),
    "legal_name": _("Legal name"),
    "helix": _("Helix"),
    "subgroup": _("Sub-group"),
    "declared_size": _("Declared size"),
    "website": _("Website"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "is_startup": _("Start-up"),
    "founded_on": _("Founded on"),
    "note": _("Note"),
    "tags": _("Tags"),
    "scheme": _("Kind of number"),
    "value": _("Number"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Place"),
    "country": _("Country"),
    "nuts_code": _("Region (NUTS)"),
    "kind": _("Kind"),
    "year": _("Year"),
    "source": _("Source"),
    "code": _("Code"),
    "role": _("Role"),
    "valid_from": _("From"),
    "valid_until": _("Until"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "job_title": _("Function"),
}
REASON: dict[str, Any] = {
    "identifier": _("Same number"),
    "web_domain": _("Same website"),
    "mail_domain": _("Same mail domain"),
    "same_name": _("Same name"),
    "similar_name": _("Similar name"),
}
PROPOSED: dict[str, Any] = {
    "name": _("The name says “%(sign)s”."),
    "website": _("The website says “%(sign)s”."),
    "no_sign": _("Nothing points to another helix."),
}


def written(scheme: str, value: str) -> str:
    """Return a number as it is printed: 0566.988.259, BE 0566.988.259, BE68 5390 0754 7034."""
    if scheme == "be_enterprise" and len(value) == 10:
        return f"{value[:4]}.{value[4:7]}.{value[7:]}"
    if scheme == "vat" and value.startswith("BE") and len(value) == 12:
        return f"BE {written('be_enterprise', value[2:])}"
    if scheme == "iban":
        return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
    return value
