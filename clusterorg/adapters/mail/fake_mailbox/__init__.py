"""A mail server for the demo and tests: it keeps what it gets in a Maildir and sends nothing on.

    python -m clusterorg.adapters.mail.fake_mailbox --port 1025 --dir var/mailbox

Two domains misbehave, so that failures can be seen: mail to `…@refused.example` is refused for good
(550), mail to `…@later.example` is put off (451). `reading.py` lists and opens what was kept.
"""

from clusterorg.adapters.mail.fake_mailbox.reading import StoredMail, mails, read_mail
from clusterorg.adapters.mail.fake_mailbox.server import RunningMailbox, serve_forever

__all__ = ["RunningMailbox", "StoredMail", "mails", "read_mail", "serve_forever"]
