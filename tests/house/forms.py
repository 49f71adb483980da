"""Read a form of a page as a browser would, to send it again."""

from html.parser import HTMLParser
from typing import Any


class _Fields(HTMLParser):
    """Collects what a browser would send of all forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts: dict[str, Any] = dict(attrs)
        name = facts.get("name")
        if tag == "input" and name:
            chosen = facts.get("type") not in ("radio", "checkbox") or "checked" in facts
            if chosen and facts.get("type") not in ("submit", "file"):
                self.values[name] = facts.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in facts or self._select not in self.values:
                self.values[self._select] = facts.get("value") or ""
        elif tag == "textarea":
            self._area = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] = self.values.get(self._area, "") + data


def values_of(html: str) -> dict[str, str]:
    """Return the fields of a page's forms with their values."""
    reader = _Fields()
    reader.feed(html)
    return reader.values
