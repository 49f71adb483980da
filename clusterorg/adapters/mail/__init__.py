"""Mail: rendered in the recipient's language, sent over SMTP, received in the demo's own mailbox.

Words: a *template* is a pair `NAME.txt` (with the subject) and `NAME.html`; *branding* is how the
cluster looks in a mail; a *letter* is a rendered mail that is ready to be built.

Doors: actions call `work.mail(...)`, which defers the task `mail.send` (`jobs.py`). It renders
(`render.py`), builds the message (`message.py`) and hands it to the `MailSender` that wiring chose
(`smtp.py`). A temporary failure is tried again under the same Message-ID; a permanent one is
recorded in the audit log. `fake_mailbox` is an SMTP server that keeps what it gets in a Maildir.
"""
