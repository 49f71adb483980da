"""Refusals of mail links."""

from clusterorg.kernel.errors import Conflict, DomainError, NotFound, _


class LinkUnknown(NotFound):
    """No link like this was ever mailed."""

    code = "link_unknown"
    message = _(
        "This link is not complete. Copy the whole address from the mail, or ask a new one."
    )


class LinkExpired(DomainError):
    """Too old."""

    code = "link_expired"
    message = _("This link has expired. Ask for a new one.")
    status = 410


class LinkUsed(DomainError):
    """Used already; each link works once."""

    code = "link_used"
    message = _("This link was already used: each one works once. Sign in, or ask for a new one.")
    status = 410


class AccountExists(Conflict):
    """The invited person has chosen a password already, through another invitation."""

    code = "account_exists"
    message = _("You already have an account. Sign in with your e-mail address and password.")
