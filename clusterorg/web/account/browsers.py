"""What a browser calls itself, in a word or two; enough to recognise one's own."""

# The order matters: Edge calls itself Chrome too, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Return "Firefox, Linux" for a user agent; its beginning when it is none we know."""
    found = [
        next((word for mark, word in known if mark in user_agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in found if word) or user_agent[:40] or "?"
