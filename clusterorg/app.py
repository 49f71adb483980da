"""create_app: settings, platform, doors; nothing else."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from clusterorg import config, wiring
from clusterorg.config import Settings
from clusterorg.kernel.platform import Platform
from clusterorg.web import doors, errors, guard, headers, health, languages, logs, pages, work
from clusterorg.web.database import db


def create_app(settings: Settings | None = None, platform: Platform | None = None) -> Flask:
    """Return the web application; without arguments it reads its settings from the environment."""
    settings = settings or config.load()
    platform = platform or wiring.serving_platform(settings)
    app = Flask("clusterorg", static_folder="web/static", template_folder="web/templates")
    app.config.update(flask_settings(settings))
    app.extensions["settings"] = settings
    app.extensions["platform"] = platform
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    for part in (db, logs, headers, languages, guard, errors, pages, health, doors, work):
        part.init_app(app)
    guard.seal(app)
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    """Translate our settings into those of Flask and its extensions."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": settings.former_keys,
        "SQLALCHEMY_DATABASE_URI": "postgresql+psycopg://",
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-form" if settings.secure_cookies else "form",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "BABEL_TRANSLATION_DIRECTORIES": "translations",
        "BABEL_DEFAULT_LOCALE": "en",
        "JSON_SORT_KEYS": False,
        "SEND_FILE_MAX_AGE_DEFAULT": 86400,
    }
