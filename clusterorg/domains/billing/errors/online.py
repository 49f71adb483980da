"""Refusals about paying online."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class CurrencyUnknown(Invalid):
    """Books are kept in euro."""

    code = "currency_unknown"
    message = _("Amounts are in %(expected)s here, not in %(given)s.")


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


class EventNotFound(NotFound):
    """No such delivery of the rail to this account."""

    code = "event_not_found"
