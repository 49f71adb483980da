"""Refusals of signing in and of what a sign-in may do."""

from clusterorg.kernel.errors import DomainError, Forbidden, Invalid, NotFound, _


class WrongSignIn(Invalid):
    """Unknown e-mail address or wrong password: the same words for both."""

    code = "wrong_sign_in"
    message = _(
        "This e-mail address and password do not belong together. "
        "Check both, or ask for a new password."
    )


class WrongPassword(Invalid):
    """A signed-in person typed another password than theirs."""

    code = "wrong_password"
    message = _("This is not your password. Type the one you signed in with.")


class TooManyAttempts(DomainError):
    """Throttled; `params` carry `minutes` (rounded up) and `seconds` (for Retry-After)."""

    code = "too_many_attempts"
    message = _("There were too many attempts. Wait %(minutes)s min and try again.")
    status = 429


class SignInOver(Forbidden):
    """The sign-in was revoked, ended or ran out."""

    code = "sign_in_over"
    message = _("Your sign-in has ended. Sign in again.")
    status = 401


class SignInNotFound(NotFound):
    """No such sign-in of this person."""

    code = "sign_in_not_found"
    message = _("This sign-in does not exist or has already ended.")


class PasswordProofNeeded(Forbidden):
    """The password must be typed again, shortly before this."""

    code = "password_proof_needed"
    message = _("Type your password again to do this.")
