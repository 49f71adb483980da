"""Addresses of the demo's mailbox."""

from clusterorg.web.guard import Door
from clusterorg.web.mailbox import mails


def register(door: Door) -> None:
    """List the addresses."""
    door.get("", mails.index)
    door.get("/<key>", mails.show)
    door.get("/<key>/html", mails.html)
    door.get("/<key>/attachments/<int:position>", mails.attachment)
