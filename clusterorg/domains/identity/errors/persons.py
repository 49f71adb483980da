"""Refusals of passwords, names and addresses of persons."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class PasswordTooShort(Invalid):
    """Shorter than allowed."""

    code = "password_too_short"
    message = _("Use at least %(least)s characters. A sentence of four or five words does well.")


class PasswordTooLong(Invalid):
    """Longer than we are ready to hash."""

    code = "password_too_long"
    message = _("Use at most %(most)s characters.")


class PasswordTooCommon(Invalid):
    """One of the first that an attacker tries, or one that hardly varies."""

    code = "password_too_common"
    message = _("This password is among the first that attackers try. Choose another one.")


class PasswordIsYou(Invalid):
    """The e-mail address, or hardly more than it."""

    code = "password_is_you"
    message = _("Do not use your e-mail address or your name as your password.")


class PasswordUnchanged(Invalid):
    """The new password is the old one."""

    code = "password_unchanged"
    message = _("This is the password you already have. Choose another one.")


class EmailInvalid(Invalid):
    """Not an e-mail address."""

    code = "email_invalid"
    message = _("This is not an e-mail address. Write it like name@example.org.")


class EmailTaken(Conflict):
    """Another person has this e-mail address."""

    code = "email_taken"
    message = _("Somebody already has this e-mail address.")


class NameMissing(Invalid):
    """A name is needed here."""

    code = "name_missing"
    message = _("Give a name.")


class TooLong(Invalid):
    """A text does not fit its column."""

    code = "too_long"
    message = _("Use at most %(limit)s characters here.")


class LanguageUnknown(Invalid):
    """Not a language we speak."""

    code = "language_unknown"
    message = _("Choose English, Dutch, French or German.")


class PersonNotFound(NotFound):
    """No such person."""

    code = "person_not_found"
    message = _("This person does not exist here.")
