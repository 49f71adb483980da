"""From a template and its context to a letter in the recipient's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from clusterorg.adapters.mail.branding import Branding
from clusterorg.kernel import i18n
from clusterorg.kernel.money import format_money

PREHEADER = 110
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Letter:
    """A rendered mail: subject on one line, text and HTML that say the same."""

    subject: str
    text: str
    html: str
    locale: str


@cache
def environment() -> Environment:
    """The templates: HTML escapes by itself, a name nobody gave is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["money"] = _money
    made.filters["day"] = _day
    return made


def render(
    template: str, *, locale: str, context: Mapping[str, Any], branding: Branding, base_url: str
) -> Letter:
    """Render `template` (name without ending) for a recipient who reads `locale`.

    The context holds JSON values; `cluster`, `locale`, `link` and `moment` come on top. Raises
    jinja2's TemplateNotFound or UndefinedError: both are defects of a template, not of a mail.
    """
    with i18n.use_locale(locale):
        values = {
            **context,
            "cluster": branding,
            "locale": i18n.current_locale(),
            "link": lambda path: base_url.rstrip("/") + path,
            "moment": lambda text: _moment(text, branding.time_zone),
        }
        text = environment().get_template(f"{template}.txt")
        written = _tidy(text.render(values))
        page = environment().get_template(f"{template}.html")
        return Letter(
            subject=" ".join(_block(text, "subject", values).split()),
            text=written,
            html=page.render(values, preheader=_preheader(written)),
            locale=i18n.current_locale(),
        )


def _block(template: Template, name: str, values: Mapping[str, Any]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(values))))


def _preheader(body: str) -> str:
    """What an inbox shows beside the subject: the paragraph after the salutation, on one line."""
    said = body.split("\n\n")[1:2] or [body]
    return shorten(said[0], PREHEADER, placeholder="…")


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends: templates need not count theirs."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"


def _money(cents: int, currency: str = "EUR") -> str:
    return format_money(cents, currency, i18n.current_locale())


def _day(text: str | date) -> str:
    day = date.fromisoformat(text) if isinstance(text, str) else text
    return i18n.format_date(day)


def _moment(text: str, time_zone: str) -> str:
    return i18n.format_moment(datetime.fromisoformat(text), time_zone)
