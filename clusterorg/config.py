"""Every setting: its type, its sentence, its default. Unknown or missing ones stop the start.

Settings come from the environment. `DATABASE_URL` and `PORT` go by the names every host uses; all
others begin with CLUSTERORG_. `clusterorg settings` prints this page.
"""

import os
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as fields_of_text

PREFIX = "CLUSTERORG_"
BARE = ("DATABASE_URL", "PORT")


class BadSettings(RuntimeError):
    """A setting is unknown, missing or of the wrong type; the text lists all of them."""


def setting(sentence: str, default: Any = MISSING) -> Any:
    """Declare a setting with the sentence that documents it."""
    if default is MISSING:
        return field(metadata={"sentence": sentence})
    return field(default=default, metadata={"sentence": sentence})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one process."""

    secret_key: str = setting(
        "Key that signs cookies, encrypts second factors and makes the links of mails; at least 32 "
        "characters."
    )
    former_secret_keys: str = setting(
        "Earlier secret keys, with commas between: what they signed or encrypted is still read.", ""
    )
    database_url: str | None = setting(
        "PostgreSQL to use; unset: an embedded PostgreSQL 18 in the var folder.", None
    )
    database_owner_url: str | None = setting(
        "Login that owns the tables and runs migrations; unset: DATABASE_URL.", None
    )
    var_dir: Path = setting("Folder for the embedded database and other local state.", Path("var"))
    base_url: str = setting(
        "Address under which people reach the product; links in mails begin with it.",
        "http://127.0.0.1:8000",
    )
    port: int = setting("Port the web process listens on.", 8000)
    host: str = setting("Address the web process listens on.", "127.0.0.1")
    web_workers: int = setting("Number of web processes.", 2)
    demo: bool = setting(
        "Demo mode: sample clusters, local mailbox page, fake Stripe; never in production.", False
    )
    secure_cookies: bool = setting("Send cookies over https only; off for http on a laptop.", True)
    trusted_proxies: int = setting("Number of reverse proxies whose headers are believed.", 0)
    session_hours: int = setting("Hours after which an unused sign-in ends.", 12)
    smtp_url: str = setting(
        "Mail server, as smtp://user:password@host:port or smtps://…", "smtp://127.0.0.1:1025"
    )
    mail_from: str = setting("Sender address of all mail.", "no-reply@clusterorg.example")
    stripe_secret_key: str = setting("Secret key of the Stripe platform account.", "")
    stripe_webhook_secret: str = setting("Signing secret of the Stripe webhook endpoint.", "")
    stripe_api_base: str | None = setting(
        "Address of the Stripe API; set only to point at the fake one.", None
    )
    log_level: str = setting("Least level of log lines: DEBUG, INFO, WARNING or ERROR.", "INFO")

    @property
    def former_keys(self) -> list[str]:
        """The earlier secret keys, newest first."""
        return [key for key in self.former_secret_keys.split(",") if key]

    @property
    def postgres_dir(self) -> Path:
        """Data folder of the embedded PostgreSQL."""
        return self.var_dir / "postgres"

    @property
    def mailbox_dir(self) -> Path:
        """Maildir of the demo mailbox."""
        return self.var_dir / "mailbox"


def env_name(name: str) -> str:
    """Return the environment variable of a setting."""
    upper = name.upper()
    return upper if upper in BARE else PREFIX + upper


def load(environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read the settings from the environment; `overrides` win (tests and commands).

    Raises BadSettings naming every unknown, missing or unreadable setting at once.
    """
    source = os.environ if environment is None else environment
    known = {env_name(f.name): f for f in fields(Settings)}
    faults = [
        f"{name} is unknown. Known settings: clusterorg settings."
        for name in sorted(source)
        if name.startswith(PREFIX) and name not in known
    ]
    values: dict[str, Any] = dict(overrides)
    for variable, spec in known.items():
        if spec.name in values:
            continue
        if not source.get(variable):
            if spec.default is MISSING:
                faults.append(f"{variable} is missing. {spec.metadata['sentence']}")
            continue
        try:
            values[spec.name] = _read(source[variable], spec.type)
        except ValidationError as error:
            faults.append(
                f"{variable} cannot be read: {' '.join(error.messages)} {spec.metadata['sentence']}"
            )
    faults += _unfit_for_production(values)
    if len(str(values.get("secret_key", "x" * 32))) < 32:
        faults.append(f"{env_name('secret_key')} is shorter than 32 characters.")
    if faults:
        raise BadSettings("\n".join(faults))
    return Settings(**values)


def _unfit_for_production(values: Mapping[str, Any]) -> list[str]:
    """Return what must not be where cookies are secure, that is, where the product is real."""
    if not values.get("secure_cookies", True):
        return []
    faults = []
    if values.get("demo"):
        faults.append(
            f"{env_name('demo')} shows every mail to everybody and takes play money. It goes with "
            f"{env_name('secure_cookies')}=false only, on a laptop."
        )
    if values.get("stripe_api_base"):
        faults.append(
            f"{env_name('stripe_api_base')} would take payments to a fake Stripe. It goes with "
            f"{env_name('secure_cookies')}=false only, on a laptop."
        )
    return faults


_READERS: dict[Any, Any] = {int: fields_of_text.Integer(), bool: fields_of_text.Boolean()}


def _read(text: str, kind: Any) -> Any:
    if kind is Path:
        return Path(text)
    reader = _READERS.get(kind)
    return reader.deserialize(text) if reader else text
