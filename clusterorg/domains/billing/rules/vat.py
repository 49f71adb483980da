"""VAT: what a setting must hold, and what may stand together on one document."""

from collections.abc import Collection, Mapping

from clusterorg.domains.billing.errors import (
    BuyerVatNumberMissing,
    SellerVatNumberMissing,
    VatCategoriesMixed,
    VatRateInvalid,
    VatReasonMissing,
)
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.kernel.i18n import LANGUAGES

HIGHEST_RATE_BP = 2700
"""The highest standard rate in the EU (27 %, Hungary); anything above is a slip."""

USUAL_CODES: Mapping[VatCategory, str] = {
    VatCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    VatCategory.OUT_OF_SCOPE: "VATEX-EU-O",
}
_NEEDS_REASON = (VatCategory.EXEMPT, VatCategory.REVERSE_CHARGE, VatCategory.OUT_OF_SCOPE)


def check_vat(decision: VatDecision) -> VatDecision:
    """Return a decision that is whole (EN 16931: BR-S, BR-E, BR-AE, BR-O, BR-Z).

    S has a rate above nought, all others none; E, AE and O give a legal text; AE and O get their
    one VATEX code. Raises VatRateInvalid, VatReasonMissing.
    """
    category = decision.category
    standard = category is VatCategory.STANDARD
    if standard != (decision.rate_bp > 0) or not 0 <= decision.rate_bp <= HIGHEST_RATE_BP:
        raise VatRateInvalid(field="rate_bp", category=category.value)
    texts = {lang: text.strip() for lang, text in decision.legal_texts.items() if text.strip()}
    if category in _NEEDS_REASON and not texts:
        raise VatReasonMissing(field="legal_texts", category=category.value)
    code = decision.vatex_code or USUAL_CODES.get(category)
    return VatDecision(category, decision.rate_bp, code, texts)


def legal_text(decision: VatDecision, language: str) -> str | None:
    """Return the legal text in a language, else in the first one that has it."""
    texts = decision.legal_texts
    for candidate in (language, *LANGUAGES):
        if texts.get(candidate):
            return texts[candidate]
    return None


def check_document_vat(
    categories: Collection[VatCategory],
    *,
    seller_vat_number: str | None,
    buyer_vat_number: str | None,
    buyer_name: str,
) -> None:
    """Refuse treatments that cannot stand on this document.

    Out of scope stands alone (BR-O-11 to 14); charging VAT and reverse charge need the seller's
    VAT number (BR-S-02, BR-AE-02), reverse charge the buyer's as well.
    Raises VatCategoriesMixed, SellerVatNumberMissing, BuyerVatNumberMissing.
    """
    present = set(categories)
    if VatCategory.OUT_OF_SCOPE in present and len(present) > 1:
        raise VatCategoriesMixed(field="lines")
    needs_seller = present & {VatCategory.STANDARD, VatCategory.REVERSE_CHARGE, VatCategory.ZERO}
    if needs_seller and not seller_vat_number:
        raise SellerVatNumberMissing()
    if VatCategory.REVERSE_CHARGE in present and not buyer_vat_number:
        raise BuyerVatNumberMissing(name=buyer_name)
