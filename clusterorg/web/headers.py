"""Security headers on every answer (Talisman): strict CSP, no framing, no sniffing, HSTS."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g
from flask_talisman import Talisman

from clusterorg.config import Settings

PERMISSIONS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "payment",
    "usb",
)
CHECKOUT = "https://checkout.stripe.com"


def policy(settings: Settings) -> dict[str, Any]:
    """Return the Content-Security-Policy: everything from here, nothing inline, no frames.

    A form may lead to the payment page, which is on another origin.
    """
    checkout = origin(settings.stripe_api_base) if settings.stripe_api_base else CHECKOUT
    return {
        "default-src": "'self'",
        "img-src": ["'self'", "data:"],
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": ["'self'", checkout],
    }


def origin(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def hide_address() -> None:
    """Say that this page has a secret address: other sites are not told where one came from."""
    g.secret_address = True


def _keep_secret_address(response: Response) -> Response:
    if g.get("secret_address"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def init_app(app: Flask) -> None:
    """Set the headers."""
    settings: Settings = app.extensions["settings"]
    app.after_request(_keep_secret_address)  # first in, last to speak: after Talisman
    app.extensions["talisman"] = Talisman(
        app,
        content_security_policy=policy(settings),
        force_https=False,
        strict_transport_security=settings.secure_cookies,
        strict_transport_security_max_age=63_072_000,
        session_cookie_secure=settings.secure_cookies,
        session_cookie_samesite="Lax",
        frame_options="DENY",
        referrer_policy="strict-origin-when-cross-origin",
        permissions_policy=dict.fromkeys(PERMISSIONS, "()"),
        x_xss_protection=False,
    )

    @app.after_request
    def isolate(response: Response) -> Response:
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # What may be kept says so itself (style sheets, logos): the rest is somebody's own.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
