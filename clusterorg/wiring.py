"""The only file that knows everybody: all models, who reacts to whose news, which adapter serves.

Domains never import each other's insides; what joins them stands here, in staircase order.
"""

import gc
import importlib
import pkgutil
from types import ModuleType

from sqlalchemy import Connection, Engine

from clusterorg import domains
from clusterorg.adapters.mail.attachments import StoredDocuments
from clusterorg.adapters.mail.sender import AttachmentSource, MailSender, MailSettings
from clusterorg.adapters.mail.smtp import SmtpSender, SmtpServer
from clusterorg.adapters.stripe import StripeGateway, StripeSettings
from clusterorg.config import Settings
from clusterorg.domains.billing.ports import PaymentRail
from clusterorg.kernel import audit, embedded, idempotency, keys
from clusterorg.kernel.errors import register_constraints
from clusterorg.kernel.news import NewsDesk
from clusterorg.kernel.platform import Platform, make_engine, refuse_unsafe_role

# Python looks for cycles whenever this many objects more are alive (700 by default). Blocks of
# rows are many objects without a cycle: looking cost a quarter of an import's time.
COLLECT_AFTER = 50_000

STAIRCASE = ("identity", "organisations", "ledger", "billing", "membership")
KERNEL_TABLES = (audit, idempotency)


def rooms(name: str) -> list[ModuleType]:
    """Return the room `name` of every domain that has it, in staircase order."""
    found = []
    for domain in STAIRCASE:
        package = importlib.import_module(f"{domains.__name__}.{domain}")
        if any(info.name == name for info in pkgutil.iter_modules(package.__path__)):
            found.append(importlib.import_module(f"{package.__name__}.{name}"))
    return found


def import_models() -> None:
    """Make every table known to the registry."""
    rooms("models")


def import_jobs() -> None:
    """Make every job known to the queue: those of the domains and of the mail adapter."""
    rooms("jobs")
    importlib.import_module("clusterorg.adapters.mail.jobs")


def make_desk() -> NewsDesk:
    """Join every domain's reactions to the news they react to."""
    desk = NewsDesk()
    for room in rooms("reactions"):
        desk.join(room.REACTIONS)
    return desk


def make_platform(
    settings: Settings, bind: Engine | Connection, adapters: dict[type, object] | None = None
) -> Platform:
    """Put one process's platform together."""
    hold_keys(settings)
    import_models()
    import_jobs()
    for room in rooms("errors"):
        register_constraints(getattr(room, "CONSTRAINTS", {}))
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    return Platform(bind, make_desk(), adapters or {})


def serving_platform(settings: Settings) -> Platform:
    """Return the platform of a web or worker process, on the role that owns nothing.

    Raises UnsafeRole when that role could walk around row security.
    """
    engine = make_engine(app_url(settings))
    with engine.begin() as connection:
        refuse_unsafe_role(connection)
    return make_platform(settings, engine, make_adapters(settings))


def app_url(settings: Settings) -> str:
    """Return the database URL of web and worker; starts the embedded server when none is set."""
    if settings.database_url:
        return embedded.with_driver(settings.database_url)
    return embedded.as_app_role(owner_url(settings))


def owner_url(settings: Settings) -> str:
    """Return the URL whose login owns the tables and runs migrations."""
    given = settings.database_owner_url or settings.database_url
    if given:
        return embedded.with_driver(given)
    return embedded.ensure_database(embedded.start(settings.postgres_dir))


def hold_keys(settings: Settings) -> None:
    """Give this process what is derived from the application's secret."""
    keys.use(settings.secret_key, settings.former_keys)


def prepare_roles(url: str) -> None:
    """Make sure the web and worker role exists on the server, before migrations grant to it."""
    engine = embedded.admin_engine(url)
    try:
        with engine.connect() as connection:
            embedded.ensure_app_role(connection)
    finally:
        engine.dispose()


def make_adapters(settings: Settings) -> dict[type, object]:
    """Choose the adapters that talk to the outside world."""
    rail = StripeGateway(
        StripeSettings(
            secret_key=settings.stripe_secret_key,
            webhook_secrets=tuple(filter(None, settings.stripe_webhook_secret.split(","))),
            base_address=settings.stripe_api_base,
        )
    )
    return {
        PaymentRail: rail,
        MailSender: SmtpSender(SmtpServer.from_url(settings.smtp_url)),
        AttachmentSource: StoredDocuments(),
        MailSettings: MailSettings(sender=settings.mail_from, base_url=settings.base_url),
        Settings: settings,
    }
