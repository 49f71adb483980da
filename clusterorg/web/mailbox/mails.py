"""Pages over the fake mailbox. A mail's HTML is shown in a frame that may do nothing."""

import io
from pathlib import Path
from typing import Any

from flask import Response, abort, render_template, request, send_file

from clusterorg.adapters.mail.fake_mailbox import StoredMail, mails, read_mail
from clusterorg.web.context import settings

SHOWN = 100
# Our mails style themselves in their tags and fetch nothing; the frame runs no script, sends no
# form, and opens links beside itself.
FRAME_POLICY = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
    "sandbox": "allow-popups allow-popups-to-escape-sandbox",
}


def index() -> Any:
    """Show the newest mails, or those to one address (`?to=`)."""
    to = request.args.get("to", "").strip()
    found = mails(_folder(), to=to or None, limit=SHOWN)
    return render_template("mailbox/index.html", mails=found, to=to)


def show(key: str) -> Any:
    """Show one mail: headers, its HTML in a frame, its text, its links and files."""
    return render_template("mailbox/show.html", mail=_mail(key))


def html(key: str) -> Response:
    """Answer a mail's HTML part for the frame; links open beside it."""
    part = _mail(key).html or abort(404)
    framed = part.replace("<head>", '<head><base target="_blank">', 1)
    return Response(framed, content_type="text/html; charset=utf-8")


html.talisman_view_options = {  # type: ignore[attr-defined]
    "content_security_policy": FRAME_POLICY,
    "frame_options": "SAMEORIGIN",
}


def attachment(key: str, position: int) -> Response:
    """Hand out an attached file."""
    files = _mail(key).attachments
    if position >= len(files):
        abort(404)
    name, content = files[position]
    return send_file(
        io.BytesIO(content), "application/octet-stream", as_attachment=True, download_name=name
    )


def _folder() -> Path:
    return settings().mailbox_dir


def _mail(key: str) -> StoredMail:
    return read_mail(_folder(), key) or abort(404)
