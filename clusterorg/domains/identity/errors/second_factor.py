"""Refusals of the second factor."""

from clusterorg.kernel.errors import Conflict, Invalid, _


class WrongCode(Invalid):
    """Not the code of this moment."""

    code = "wrong_code"
    message = _("This code is not right. Check the clock of your phone and type the code it shows.")


class CodeReused(Invalid):
    """The right code, but it was used before (replay)."""

    code = "code_reused"
    message = _("This code was already used. Wait for the next one.")


class WrongRecoveryCode(Invalid):
    """Unknown or used."""

    code = "wrong_recovery_code"
    message = _("This recovery code is not right or was already used. Try another one.")


class SecondFactorOn(Conflict):
    """There is one already."""

    code = "second_factor_on"
    message = _("Your second factor is already on. Switch it off first to set up another one.")


class SecondFactorOff(Conflict):
    """There is none."""

    code = "second_factor_off"
    message = _("You have no second factor. Set one up first.")


class EnrolmentMissing(Conflict):
    """A code came before the enrolment was begun."""

    code = "enrolment_missing"
    message = _("Begin with the set-up of your second factor.")
