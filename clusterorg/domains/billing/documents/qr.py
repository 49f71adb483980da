"""The EPC QR code of a SEPA credit transfer (EPC069-12), as SVG text."""

from decimal import Decimal
from io import BytesIO

from segno import helpers

from clusterorg.domains.billing.documents.document import FrozenDocument
from clusterorg.domains.billing.rules.numbers import shown_reference
from clusterorg.domains.billing.vocabulary import DocumentKind

LONGEST_NAME = 70
LARGEST_CENTS = 99_999_999_999


def epc_qr(document: FrozenDocument) -> str | None:
    """Return the QR code as SVG; None where nothing is to be transferred in euro.

    The amount is exact (segno rounds floats silently). A Belgian structured
    communication travels as text, as Belgian bank apps expect; RF as the structured reference.
    """
    seller = document.seller
    payable = document.kind is DocumentKind.INVOICE and 0 < document.gross_cents <= LARGEST_CENTS
    if not payable or not seller.iban or document.currency != "EUR":
        return None
    reference = document.payment_reference
    is_rf = reference.startswith("RF")
    code = helpers.make_epc_qr(
        name=seller.legal_name[:LONGEST_NAME],
        iban=seller.iban,
        bic=seller.bic,
        amount=Decimal(document.gross_cents) / 100,
        reference=reference if is_rf else None,
        text=None if is_rf else shown_reference(reference),
        encoding="utf-8",
    )
    out = BytesIO()
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False, dark="#111111")
    return out.getvalue().decode()
