"""What a list draws again and again: states, helices, tags, cells. In Python, for they are many.

A page of fifty members has some five hundred of them; as Jinja macros they took longer than all the
rest of the page. Templates import them from macros/parts.html and macros/lists.html like any macro.
Every value goes through escape(). What is drawn over and over is kept, by its words and language.
"""

from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from clusterorg.kernel.errors import _
from clusterorg.kernel.i18n import current_locale, gettext

STATES: dict[str, tuple[str, str, str]] = {
    "active": ("good", "✓", _("Active")),
    "applicant": ("info", "●", _("Applicant")),
    "approved": ("good", "✓", _("Approved")),
    "archived": ("", "–", _("Archived")),
    "awaiting_payment": ("wait", "€", _("Awaiting payment")),
    "cancelled": ("", "–", _("Cancelled")),
    "cancelling": ("wait", "↘", _("Leaves at term end")),
    "credited": ("", "↩", _("Credited")),
    "done": ("good", "✓", _("Done")),
    "draft": ("", "–", _("Draft")),
    "ended": ("", "–", _("Ended")),
    "failed": ("bad", "!", _("Failed")),
    "future": ("info", "›", _("Starts later")),
    "information_requested": ("wait", "?", _("More information asked")),
    "lapsed": ("bad", "×", _("Lapsed")),
    "left": ("", "–", _("Left")),
    "more_information": ("wait", "?", _("More information asked")),
    "none": ("", "–", _("Not a member")),
    "not_member": ("", "–", _("Not a member")),
    "open": ("info", "€", _("Open")),
    "overdue": ("bad", "!", _("Overdue")),
    "paid": ("good", "✓", _("Paid")),
    "part_paid": ("wait", "½", _("Part paid")),
    "pending": ("wait", "…", _("Pending")),
    "provisional": ("good", "~", _("Provisional")),
    "ready": ("good", "✓", _("Ready")),
    "rejected": ("bad", "×", _("Rejected")),
    "revoked": ("", "×", _("Revoked")),
    "running": ("info", "▸", _("Running")),
    "settled": ("good", "✓", _("Settled")),
    "stopped": ("wait", "‖", _("Stopped")),
    "submitted": ("info", "●", _("Submitted")),
    "succeeded": ("good", "✓", _("Done")),
    "suspended": ("bad", "‖", _("Suspended")),
    "undone": ("", "↩", _("Undone")),
    "upcoming": ("info", "›", _("Starts later")),
    "withdrawn": ("", "–", _("Withdrawn")),
}
HELICES: dict[str, tuple[str, str]] = {
    "business": ("b", _("Business")),
    "knowledge": ("k", _("Knowledge")),
    "government": ("g", _("Government")),
    "civil_society": ("c", _("Civil society")),
}
EMPTY = (None, "")


def status(state: object, word: object = None) -> Markup:
    """Draw a state as a tone, a sign and a word, never a colour alone; `word` replaces its own."""
    return _status(str(state), str(word) if word else None, current_locale())


@lru_cache(maxsize=1024)
def _status(state: str, word: str | None, locale: str) -> Markup:
    known = STATES.get(state)
    tone, sign, own = known or ("", "·", state.replace("_", " ").capitalize())
    said = word or (gettext(own, locale) if known else own)
    return _safe(
        f'<span class="status {tone}"><i aria-hidden="true"><b>{sign}</b></i>{escape(said)}</span>'
    )


def helix(value: object, word: bool = True, subgroup: object = None) -> Markup:
    """Draw a helix as its letter and its word (`word` false: the word for screen readers only)."""
    return _helix(str(value), word, str(subgroup) if subgroup else "", current_locale())


@lru_cache(maxsize=1024)
def _helix(value: str, word: bool, subgroup: str, locale: str) -> Markup:
    known = HELICES.get(value)
    if known is None:
        return Markup("")
    letter, name = known[0], escape(gettext(known[1], locale))
    title, hidden = ("", "") if word else (f' title="{name}"', ' class="visually-hidden"')
    beside = f' <span class="quiet small">· {escape(subgroup)}</span>' if subgroup else ""
    return _safe(
        f'<span class="helix {letter}"{title}><i aria-hidden="true">{letter.upper()}</i>'
        f"<span{hidden}>{name}{beside}</span></span>"
    )


def tag(word: object, url: object = None) -> Markup:
    """Draw a tag, as a link when it leads somewhere."""
    if url:
        return _safe(f'<a class="tag above" href="{escape(url)}">{escape(word)}</a>')
    return _safe(f'<span class="tag">{escape(word)}</span>')


def cell(value: Any, label: object = None, num: bool = False) -> Markup:
    """Draw a cell; `label` names it where rows become cards, `num` aligns it as a number."""
    css = ("num" if num else "") + (" void" if value in EMPTY else "")
    name = _named(str(label)) if label else ""
    shown = escape(value) if value is not None else ""
    return _safe(f'<td role="cell" class="{css}"{name}><span>{shown}</span></td>')


@lru_cache(maxsize=1024)
def _named(label: str) -> str:
    return f' data-label="{escape(label)}"'


def link_cell(url: object, text: object, sub: object = None) -> Markup:
    """Draw the row's header cell, whose link makes the whole row a target."""
    below = f'<span class="sub">{escape(sub)}</span>' if sub else ""
    return _safe(
        '<th role="rowheader" scope="row">'
        f'<a class="row-link" href="{escape(url)}">{escape(text)}</a>{below}</th>'
    )


def pick_cell(id: object, name: str) -> Markup:
    """Draw the box that picks a row for a bulk action."""
    return _safe(
        '<td role="cell" class="pick"><label><span class="visually-hidden">'
        f"{escape(gettext('Pick %(name)s', name=name))}</span>"
        f'<input type="checkbox" name="id" value="{escape(id)}"></label></td>'
    )


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - every outside value in it went through escape()
