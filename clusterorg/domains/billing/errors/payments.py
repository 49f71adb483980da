"""Refusals about money."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class AmountInvalid(Invalid):
    """An amount in whole cents was expected."""

    code = "amount_invalid"
    message = _("Give an amount above zero in whole cents.")


class AmountTooLarge(Invalid):
    """A document or payment beyond what the books take."""

    code = "amount_too_large"
    message = _("This amount is too large. Check the number of zeros.")


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
