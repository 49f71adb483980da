"""What a line of the audit log changed, in words: every field labelled, every value written out."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from clusterorg.kernel.i18n import gettext as translated
from clusterorg.web import log_codes, member_words
from clusterorg.web.looks import formats
from clusterorg.web.own_fields import OwnField, own_changes

LABEL: dict[str, Any] = {
    **member_words.FIELD,
    "accept_proposals": _("Proposals accepted"),
    "accounts": _("Accounts"),
    "activities": _("Activities"),
    "added": _("Added"),
    "addresses": _("Addresses"),
    "amount_cents": _("Amount"),
    "approval": _("Approval"),
    "approved_by": _("Decided by"),
    "archived": _("Archived"),
    "arguments": _("Filters and columns"),
    "balance_sheet_cents": _("Balance sheet total"),
    "bic": _("BIC"),
    "booked_on": _("Booked on"),
    "category": _("Category"),
    "cause": _("Because of"),
    "choices": _("Choices"),
    "colour": _("Colour"),
    "columns": _("Columns"),
    "consent_texts": _("Texts of consent"),
    "consent_version": _("Version of the texts of consent"),
    "contacts": _("Contacts"),
    "corrections": _("Corrections"),
    "credit_note": _("Credit note"),
    "decision": _("Decision"),
    "default_language": _("First language"),
    "descriptions": _("Descriptions"),
    "done": _("Done"),
    "due_on": _("Due date"),
    "effective_on": _("Takes effect on"),
    "ends_on": _("Ends on"),
    "enterprise_number": _("Enterprise number"),
    "failed": _("Failed"),
    "failure_code": _("Why it failed"),
    "fee_item": _("Charge"),
    "file": _("File"),
    "filled": _("Filled in from the other entry"),
    "from": _("From"),
    "gone": _("The other entry"),
    "gross_cents": _("Amount"),
    "headcount_centi": _("Headcount"),
    "height": _("Height"),
    "iban": _("Bank account (IBAN)"),
    "identifiers": _("Numbers"),
    "invoices": _("Invoices"),
    "is_main": _("Main activity"),
    "kept": _("Kept entry"),
    "key": _("Key"),
    "label": _("Name"),
    "languages": _("Languages"),
    "legal_form": _("Legal form"),
    "line": _("Row"),
    "list": _("List"),
    "mapping": _("Columns"),
    "method": _("Method"),
    "moved": _("Taken over"),
    "names": _("Names"),
    "notice_days": _("Notice in days"),
    "number": _("Number"),
    "nuts_source": _("Region found by"),
    "on": _("Counts from"),
    "open_for_application": _("Open for applications"),
    "organisation": _("Organisation"),
    "organisations": _("Organisations"),
    "parts": _("Replaced"),
    "person": _("Person"),
    "prefix": _("Key begins with"),
    "rate_bp": _("VAT rate"),
    "received_on": _("Received on"),
    "requested_on": _("Asked on"),
    "required": _("Has to be filled in"),
    "requires_second_factor": _("Second factor required"),
    "resume_days": _("Days to resume a draft"),
    "revenue_account": _("Revenue account"),
    "revision": _("Revision"),
    "roles": _("Roles"),
    "rows": _("Rows"),
    "rules": _("Rules"),
    "scopes": _("May"),
    "shared": _("Shared"),
    "sizes": _("Size figures"),
    "skipped": _("Skipped"),
    "slug": _("Address of the site"),
    "starts_on": _("Starts on"),
    "state": _("State"),
    "surplus_cents": _("Paid too much"),
    "template": _("Mail"),
    "time_zone": _("Time zone"),
    "to": _("To"),
    "total": _("In all"),
    "turnover_cents": _("Turnover"),
    "unit_cents": _("Price"),
    "until": _("Until"),
    "vat_number": _("VAT number"),
    "vat_status": _("Position for VAT"),
    "vatex_code": _("Code of the VAT exemption"),
    "voting": _("Votes"),
    "width": _("Width"),
}
# Of no use to a reader: what the thing is called in the database, and sums of files.
HIDDEN = frozenset({"id", "sha256", "table", "sort_name", "match_name", "search_text"})
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WRITERS: dict[str, Callable[[Any], str]] = {
    "headcount_centi": lambda value: formats.number(value / 100),
    "rate_bp": lambda value: formats.percent(value, 10_000),
    "until": lambda value: formats.last_day(date.fromisoformat(value)),
    "valid_until": lambda value: formats.last_day(date.fromisoformat(value)),
}
Side = Mapping[str, Any] | None


def changes(before: Side, after: Side, own: Sequence[OwnField] = ()) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of everything that differs: a log leaves nothing out but ids.

    `own` are the cluster's own fields; each of their values that changed is told by its label.
    """
    before, after = columns(before), columns(after)
    found = []
    for name in {**before, **after}:
        if name == "custom":
            found += own_changes(before.get(name), after.get(name), own)
        elif before.get(name) != after.get(name) and not is_hidden(name):
            old, new = written(name, before.get(name), own), written(name, after.get(name), own)
            if old or new:
                found.append((label(name), old, new))
    return found


def plain_changes(
    before: Side, after: Side, own: Sequence[OwnField] = ()
) -> list[tuple[str, str, str]]:
    """Return the changes of a member's own facts, as its timeline tells them."""
    told = {*member_words.FIELD, "custom"}
    sides = [
        {name: value for name, value in columns(side).items() if name in told}
        for side in (before, after)
    ]
    return changes(sides[0], sides[1], own)


def columns(line: Side) -> Mapping[str, Any]:
    """Return the fields of one side of a line; an import keeps them one level down."""
    line = line or {}
    below = line.get("columns")
    if not isinstance(below, Mapping):
        return line
    return {**{name: value for name, value in line.items() if name != "columns"}, **below}


def is_hidden(name: str) -> bool:
    """Whether a field is of no use to a reader: ids, and what is worked out from other fields."""
    return name in HIDDEN or name.endswith("_id")


def label(name: str) -> str:
    """Return what a field is called; an unknown one is written out."""
    plain = name.removeprefix("organisation_")
    return str(LABEL.get(plain) or plain.replace("_", " ").capitalize())


def written(name: str, value: Any, own: Sequence[OwnField] = ()) -> str:
    """Return a value of a field as people write it: a code by its word, money, a day; no id."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Mapping):
        return _several(name, value, own)
    if isinstance(value, list):
        return _listed(name, value, own)
    return _one(name, value)


def _several(name: str, value: Mapping[str, Any], own: Sequence[OwnField]) -> str:
    if name == "custom":
        told = [(title, new) for title, _old, new in own_changes({}, value, own)]
    else:
        names = log_codes.KEYS.get(name) or label
        shown = [(key, written(key, held, own)) for key, held in value.items()]
        told = [(str(names(key)), text) for key, text in shown if text and not is_hidden(key)]
    return ", ".join(f"{title}: {text}" for title, text in told)


def _listed(name: str, value: list[Any], own: Sequence[OwnField]) -> str:
    """Many ids say how many they are."""
    if all(isinstance(item, str) and _UUID.fullmatch(item) for item in value):
        return formats.number(len(value))
    between = "; " if isinstance(value[0], Mapping) else ", "
    return between.join(text for item in value if (text := written(name, item, own)))


def _one(name: str, value: Any) -> str:
    if name == "columns":
        return label(str(value))
    if name in _WRITERS:
        return _WRITERS[name](value)
    if name.endswith("_cents"):
        return formats.money(value)
    codes = log_codes.CODES.get(name, {})
    if str(value) in codes:
        return translated(str(codes[str(value)]))
    text = str(value)
    if _UUID.fullmatch(text):
        return ""
    return formats.day(date.fromisoformat(text)) if _DAY.fullmatch(text) else text
