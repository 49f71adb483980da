"""Refusals of billing."""

from clusterorg.kernel.errors import Conflict, DomainError, Invalid, NotFound, _


class ProductNotFound(NotFound):
    """No product has this code."""

    code = "product_not_found"
    message = _("There is no product with the code %(code)s. Add it in the settings first.")

    def __init__(self, product_code: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code)


class ProductCodeInvalid(Invalid):
    """The code of a product has a shape."""

    code = "product_code_invalid"
    message = _("A product code has 2 to 40 lower-case letters, digits or hyphens.")


class ProductCodeTaken(Conflict):
    """Two products cannot share a code."""

    code = "product_code_taken"
    message = _("This product code is already in use. Choose another one.")


class ProductNamesMissing(Invalid):
    """A product needs a name."""

    code = "product_names_missing"
    message = _("Give the product a name in at least one language.")


class ProductArchived(Conflict):
    """The product is no longer sold."""

    code = "product_archived"
    message = _("The product %(code)s is no longer sold. Choose another one.")

    def __init__(self, product_code: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code)


class VatNotDecided(Conflict):
    """No VAT setting is valid on the day."""

    code = "vat_not_decided"
    message = _(
        "Nobody has decided the VAT treatment of product %(code)s on %(day)s. "
        "Set it in the product's settings and have it approved."
    )

    def __init__(self, product_code: str, day: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code, day=day)


class VatRateInvalid(Invalid):
    """Rate and category do not go together."""

    code = "vat_rate_invalid"
    message = _(
        "Category %(category)s and this rate do not go together: S needs a rate above zero, "
        "all others have none."
    )


class VatReasonMissing(Invalid):
    """An exemption, reverse charge or out-of-scope sale must say why."""

    code = "vat_reason_missing"
    message = _("Category %(category)s needs the legal reason that is printed on the invoice.")


class VatApprovalMissing(Invalid):
    """A VAT treatment is approved by a person."""

    code = "vat_approval_missing"
    message = _("Name the person who approved this VAT treatment, such as your accountant.")


class VatSettingOverlaps(Conflict):
    """Two settings would be valid on one day."""

    code = "vat_setting_overlaps"
    message = _("Another VAT setting is already valid from that day or later. Choose a later day.")


class VatCategoriesMixed(Invalid):
    """Out of scope stands alone on a document (EN 16931, BR-O-11)."""

    code = "vat_categories_mixed"
    message = _(
        "A line outside the scope of VAT cannot stand beside lines with another treatment. "
        "Make two invoices."
    )


class SellerVatNumberMissing(Conflict):
    """The cluster charges VAT but has no VAT number."""

    code = "seller_vat_number_missing"
    message = _("The cluster has no VAT number, so it cannot charge VAT. Add it in the settings.")


class BuyerVatNumberMissing(Conflict):
    """Reverse charge needs the buyer's VAT number."""

    code = "buyer_vat_number_missing"
    message = _("Reverse charge needs the VAT number of %(name)s. Add it to the organisation.")


class NoLines(Invalid):
    """An invoice without lines."""

    code = "no_lines"
    message = _("An invoice needs at least one line.")


class QuantityInvalid(Invalid):
    """Quantities are above zero with at most three decimals."""

    code = "quantity_invalid"
    message = _("A quantity is above zero and has at most three decimals.")


class AmountInvalid(Invalid):
    """An amount in whole cents was expected."""

    code = "amount_invalid"
    message = _("Give an amount above zero in whole cents.")


class AmountTooLarge(Invalid):
    """A document or payment beyond what the books take."""

    code = "amount_too_large"
    message = _("This amount is too large. Check the number of zeros.")


class TotalNegative(Invalid):
    """An invoice below nought is a credit note."""

    code = "total_negative"
    message = _("The invoice comes to less than zero. Make a credit note instead.")


class DueBeforeIssue(Invalid):
    """The due date lies before the issue date."""

    code = "due_before_issue"
    message = _("The due date lies before the invoice date. Choose a later day.")


class IssueDateTooEarly(Conflict):
    """Numbers follow dates."""

    code = "issue_date_too_early"
    message = _(
        "The last document of this series is dated %(last)s. "
        "Choose that day or a later one, so that numbers follow dates."
    )


class DatesOutOfOrder(Invalid):
    """A block of invoices comes in the order of its dates."""

    code = "dates_out_of_order"
    message = _("Invoices that are issued together must be in the order of their dates.")


class CurrencyUnknown(Invalid):
    """Books are kept in euro."""

    code = "currency_unknown"
    message = _("Amounts are in %(expected)s here, not in %(given)s.")


class InvoiceNotFound(NotFound):
    """No such invoice in this cluster."""

    code = "invoice_not_found"


class NotAnInvoice(Conflict):
    """The document is a credit note."""

    code = "not_an_invoice"
    message = _("%(number)s is a credit note. Choose the invoice itself.")


class InvoiceSettled(Conflict):
    """Nothing is open on the invoice."""

    code = "invoice_settled"
    message = _("Nothing is open on invoice %(number)s any more.")


class AlreadyCredited(Conflict):
    """The sum of credit notes may not pass the invoice."""

    code = "already_credited"
    message = _("Invoice %(number)s has already been credited.")


class ReasonMissing(Invalid):
    """A correction says why."""

    code = "reason_missing"
    message = _("Say why, in a few words. It is kept with the document.")


class PaymentNotFound(NotFound):
    """No such payment in this cluster."""

    code = "payment_not_found"


class PaymentAlreadyUndone(Conflict):
    """A payment is undone once."""

    code = "payment_already_undone"
    message = _("This payment has already been undone.")


class PaymentAlreadyRecorded(Conflict):
    """The rail's charge is booked."""

    code = "payment_already_recorded"
    message = _("This payment has already been recorded.")


class OnlinePaymentStays(Conflict):
    """A rail's payment is not undone by hand."""

    code = "online_payment_stays"
    message = _("This payment came in online. Refund it instead of undoing it.")


class PaymentInFuture(Invalid):
    """Money is recorded when it is there."""

    code = "payment_in_future"
    message = _("The payment date lies in the future. Record a payment when it has arrived.")


class SharesExceedPayment(Invalid):
    """More is handed out than came in."""

    code = "shares_exceed_payment"
    message = _("The parts add up to more than what is left of the payment. Lower one of them.")


class ShareExceedsOpen(Conflict):
    """A part is larger than what is open on its invoice."""

    code = "share_exceeds_open"
    message = _("On invoice %(number)s less is open than this part. Lower it.")


class WrongPayer(Conflict):
    """Credit of one organisation pays only its own invoices by this door."""

    code = "wrong_payer"
    message = _("Invoice %(number)s belongs to another organisation than the payment.")


class OnlinePaymentOff(Conflict):
    """The cluster has no account with the rail."""

    code = "online_payment_off"
    message = _("Online payment is not switched on here. Pay by bank transfer instead.")


class FundsAwaited(Conflict):
    """A slow payment is under way."""

    code = "funds_awaited"
    message = _("A payment of this invoice is under way. Your bank needs a few days to finish it.")


class AttemptNotFound(NotFound):
    """No such payment attempt in this cluster."""

    code = "attempt_not_found"


class AttemptUnderWay(Conflict):
    """Two pages for one invoice were asked for at once."""

    code = "attempt_under_way"
    message = _("A payment page for this invoice is just being opened. Try again in a moment.")


class DocumentMissing(NotFound):
    """The PDF is not made yet."""

    code = "document_missing"
    message = _("The document is still being made. Try again in a moment.")


class NumberTaken(Conflict):
    """The wall behind the counter row."""

    code = "number_taken"
    message = _("This document number is already in use. Try again.")


CONSTRAINTS: dict[str, type[DomainError]] = {
    "uq_products_code": ProductCodeTaken,
    "ex_product_vat_settings_valid": VatSettingOverlaps,
    "uq_invoices_number": NumberTaken,
    "uq_payments_charge": PaymentAlreadyRecorded,
    "uq_payments_reverses": PaymentAlreadyUndone,
    "uq_payment_attempts_open": AttemptUnderWay,
}
