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


class NoSecondFactor(Conflict):
    """Somebody else has none."""

    code = "no_second_factor"
    message = _("This person has no second factor. The password is enough to sign in.")


class NotOneself(Conflict):
    """Nobody takes their own second factor off on the way for others."""

    code = "not_oneself"
    message = _("Switch your own second factor off in your account.")


class SeatsElsewhere(Conflict):
    """The second factor protects other clusters, or the platform, as well."""

    code = "seats_elsewhere"
    message = _(
        "This person also has access elsewhere, which the second factor protects. "
        "Ask the operator of the platform to reset it."
    )


class PersonUnknown(Invalid):
    """No account has this e-mail address."""

    code = "person_unknown"
    message = _("Nobody has an account with this e-mail address. Check its spelling.")


class ReasonMissing(Invalid):
    """It is written down why."""

    code = "reason_missing"
    message = _("Say why, and how you know who asked.")


class EnrolmentMissing(Conflict):
    """A code came before the enrolment was begun."""

    code = "enrolment_missing"
    message = _("Begin with the set-up of your second factor.")
