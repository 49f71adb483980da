"""How sending may fail."""


class MailError(Exception):
    """Anything sending may raise."""


class MailUnavailable(MailError):
    """The server is away or busy (4xx): the same mail may be sent again later."""


class MailRefused(MailError):
    """The server or the address said no for good (5xx): repeating does not help."""


class UnsafeMail(MailRefused):
    """An address or a header holds a line break or is no single address; nothing was sent."""
