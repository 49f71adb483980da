"""Where to go next, and from where somebody comes."""

from urllib.parse import urlsplit

from flask import request, url_for


def local(path: str | None) -> str | None:
    """Return `path` when it leads to a page of this house, else None: no open redirects.

    Browsers read `\\` as `/` and skip control characters, so neither is let through.
    """
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return None
    if not path.isprintable():
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None


def asked() -> str | None:
    """Return the local page that the visitor wanted before they had to sign in (`?next=`)."""
    return local(request.args.get("next"))


def onwards() -> str:
    """Return the page wanted before, or the choice of clusters."""
    return asked() or url_for("account.clusters_index")


def address() -> str:
    """Return the network address that asks, as far as trusted proxies tell it."""
    return request.remote_addr or "unknown"


def browser() -> str:
    """Return what the browser says it is."""
    return request.headers.get("User-Agent", "")
