"""From the frozen document to the strings the template sets: all formatting, no layout."""

import base64
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from clusterorg.domains.billing.documents.document import FrozenDocument, FrozenParty
from clusterorg.domains.billing.documents.qr import epc_qr
from clusterorg.domains.billing.documents.words import WORDS, title, vat_word
from clusterorg.domains.billing.rules.numbers import shown_reference
from clusterorg.domains.billing.vocabulary import DocumentKind, VatCategory
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.money import format_money

BABEL = {"en": "en_GB", "nl": "nl_BE", "fr": "fr_BE", "de": "de_DE"}
DEFAULT_COLOUR = "#1d6f5c"


def view(document: FrozenDocument) -> dict[str, Any]:
    """Return what the template needs, as JSON: labels, texts, formatted amounts, images as SVG."""
    language = document.language if document.language in LANGUAGES else "en"
    untaxed = all(group.category is VatCategory.OUT_OF_SCOPE for group in document.groups)
    return {
        "language": language,
        "words": dict(WORDS[language]),
        "title": title(document.kind, language),
        "number": document.number,
        "is_credit": document.kind is DocumentKind.CREDIT_NOTE,
        "colour": document.seller.colour or DEFAULT_COLOUR,
        "text_colour": readable(document.seller.colour or DEFAULT_COLOUR),
        "logo": _logo(document.logo_png),
        "logo_mm": _logo_width(document.logo_png),
        "seller": _party(document.seller, document.buyer, language, show_vat=not untaxed),
        "buyer": _party(document.buyer, document.seller, language, show_vat=not untaxed),
        "facts": _facts(document, language),
        "show_vat": not untaxed,
        "lines": [_line(line, document, language) for line in document.lines],
        "groups": [_group(group, document, language) for group in document.groups],
        "net": _money(document.net_cents, document, language),
        "vat": _money(document.vat_cents, document, language),
        "gross": _money(document.gross_cents, document, language),
        "legal_texts": list(document.legal_texts),
        "note": document.note,
        "credited": _credited(document, language),
        "reason": document.reason,
        "payment": _payment(document, language),
        "qr": epc_qr(document),
    }


def readable(colour: str) -> str:
    """Darken `#rrggbb` until text in it reads well on white (WCAG 2 contrast of 4.5 to 1)."""
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    while _contrast_on_white(parts) < 4.5:
        parts = [part * 9 // 10 for part in parts]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _contrast_on_white(parts: list[int]) -> float:
    shares = [part / 255 for part in parts]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def grouped(number: str) -> str:
    """Write a Belgian enterprise or VAT number in groups, others as they are.

    0123456749 is written 0123.456.749, BE0123456749 is written BE 0123.456.749.
    """
    digits = number.removeprefix("BE").strip()
    if len(digits) != 10 or not digits.isdigit():
        return number
    shown = f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    return f"BE {shown}" if number.startswith("BE") else shown


def _money(cents: int, document: FrozenDocument, language: str) -> str:
    return format_money(cents, document.currency, BABEL[language])


def _decimal(number: Decimal, pattern: str, language: str) -> str:
    return str(format_decimal(number, format=pattern, locale=BABEL[language]))


def _day(day: date, language: str) -> str:
    return str(format_date(day, "long", locale=BABEL[language]))


def _rate(rate_bp: int, language: str) -> str:
    return str(format_percent(Decimal(rate_bp) / 10_000, "#,##0.##\xa0%", locale=BABEL[language]))


def _logo(png: bytes | None) -> str | None:
    """Wrap the PNG in SVG text: JSON carries it, and typst reads pictures inside SVG."""
    if png is None:
        return None
    width, height = _png_size(png)
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{data}"/></svg>'
    )


def _logo_width(png: bytes | None) -> float:
    """Return the printed width in millimetres that keeps the logo within 70 by 17."""
    if png is None:
        return 0
    width, height = _png_size(png)
    return round(width * min(70 / width, 17 / height), 2)


def _png_size(png: bytes) -> tuple[int, int]:
    """Read width and height from the header chunk (PNG specification, 11.2.2)."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def _party(
    party: FrozenParty, other: FrozenParty, language: str, *, show_vat: bool
) -> dict[str, Any]:
    words = WORDS[language]
    abroad = party.country and party.country != other.country
    country = Locale.parse(BABEL[language]).territories.get(party.country) if abroad else None
    place = f"{party.postcode} {party.city}".strip()
    numbers = []
    if show_vat and party.vat_number:
        numbers.append(f"{words['vat_number']} {grouped(party.vat_number)}")
    elif party.enterprise_number:
        numbers.append(f"{words['enterprise_number']} {grouped(party.enterprise_number)}")
    attention = f"{words['attention']} {party.contact_name}" if party.contact_name else None
    return {
        "name": party.name,
        "legal_name": party.legal_name,
        "address": [text for text in (attention, party.street, place, country) if text],
        "numbers": numbers,
        "reach": [text for text in (party.email, party.phone, party.website) if text],
    }


def _facts(document: FrozenDocument, language: str) -> list[list[str]]:
    words = WORDS[language]
    facts = [
        [words["number"], document.number],
        [words["issued_on"], _day(document.issued_on, language)],
    ]
    if document.kind is DocumentKind.INVOICE:
        facts.append([words["due_on"], _day(document.due_on, language)])
    if document.buyer_reference:
        facts.append([words["your_reference"], document.buyer_reference])
    return facts


def _line(line: Any, document: FrozenDocument, language: str) -> dict[str, Any]:
    return {
        "description": line.description,
        "detail": line.detail,
        "quantity": _decimal(line.quantity, "#,##0.###", language),
        "unit": _money(line.unit_cents, document, language),
        "vat": vat_word(line.vat_category, _rate(line.vat_rate_bp, language), language),
        "net": _money(line.net_cents, document, language),
    }


def _group(group: Any, document: FrozenDocument, language: str) -> dict[str, str]:
    return {
        "word": vat_word(group.category, _rate(group.rate_bp, language), language),
        "base": _money(group.base_cents, document, language),
        "vat": _money(group.vat_cents, document, language),
    }


def _credited(document: FrozenDocument, language: str) -> str | None:
    if document.credited_number is None or document.credited_on is None:
        return None
    words, day = WORDS[language], _day(document.credited_on, language)
    return f"{words['credits']} {document.credited_number} {words['dated']} {day}."


def _payment(document: FrozenDocument, language: str) -> dict[str, Any] | None:
    if document.kind is not DocumentKind.INVOICE or document.gross_cents == 0:
        return None
    iban = document.seller.iban
    return {
        "due": _day(document.due_on, language),
        "iban": " ".join(iban[i : i + 4] for i in range(0, len(iban), 4)) if iban else None,
        "bic": document.seller.bic,
        "reference": shown_reference(document.payment_reference),
    }
