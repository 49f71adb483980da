"""Refusals about documents and their lines."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class NoLines(Invalid):
    """An invoice without lines."""

    code = "no_lines"
    message = _("An invoice needs at least one line.")


class QuantityInvalid(Invalid):
    """Quantities are above zero with at most three decimals."""

    code = "quantity_invalid"
    message = _("A quantity is above zero and has at most three decimals.")


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


class IssueDateInFuture(Invalid):
    """Numbers follow dates, so a date ahead would close the series until then."""

    code = "issue_date_in_future"
    message = _(
        "A document cannot be dated after today, %(today)s. Choose today or an earlier day."
    )


class DatesOutOfOrder(Invalid):
    """A block of invoices comes in the order of its dates."""

    code = "dates_out_of_order"
    message = _("Invoices that are issued together must be in the order of their dates.")


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


class DocumentMissing(NotFound):
    """The PDF is not made yet."""

    code = "document_missing"
    message = _("The document is still being made. Try again in a moment.")


class NumberTaken(Conflict):
    """The wall behind the counter row."""

    code = "number_taken"
    message = _("This document number is already in use. Try again.")


class PayerWithoutMail(Conflict):
    """There is nowhere to mail the document to."""

    code = "payer_without_mail"
    message = _("%(name)s has no mail address. Add one to the organisation or its billing contact.")
