# ruff: noqa: SIM905 - long word lists read best as running text
"""Names, domains and mail hosts in the form in which they are compared.

`sort_name` orders and finds, `match_name` (without legal forms) compares, `search_text` is what
type-ahead looks through. All are stored, folded (lower case, no accents, single spaces), in
PostgreSQL's C collation: under row-level security only comparisons that cannot leak may use an
index, so a list reads an index of (cluster, sort_name) and filters in it.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

_SPECIAL = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"}
)
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^\w]+|_+")
_LEGAL_FORMS = frozenset(
    "nv bv bvba vzw cv cvba ivzw comm commv sa srl sprl asbl sc scrl aisbl sas sarl eurl snc "
    "gmbh ag kg ohg ug ev eg mbh co gbr kgaa se inc incorporated corp corporation llc llp ltd "
    "limited plc pbc pty spa srls oy oyj ab as asa aps a s bhd kk stichting fondation".split()
)
SORT_BYTES = 600
SEARCH_BYTES = 1500

FREEMAIL = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.be hotmail.fr hotmail.nl outlook.com outlook.be "
    "outlook.fr live.com live.be live.nl live.fr msn.com yahoo.com yahoo.fr yahoo.de yahoo.co.uk "
    "icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de "
    "freenet.de arcor.de telenet.be skynet.be proximus.be scarlet.be pandora.be voo.be ziggo.nl "
    "kpnmail.nl planet.nl xs4all.nl hetnet.nl orange.fr wanadoo.fr free.fr laposte.net sfr.fr "
    "proton.me protonmail.com mail.com zoho.com yandex.com posteo.de mailbox.org tutanota.com "
    "pt.lu bluewin.ch libero.it virgilio.it".split()
)
SHARED_HOSTS = frozenset(
    "facebook.com linkedin.com twitter.com x.com instagram.com youtube.com github.com github.io "
    "sites.google.com google.com/sites wordpress.com wixsite.com wix.com jimdo.com webnode.be "
    "medium.com linktr.ee crunchbase.com blogspot.com".split()
)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` in lower case, without accents, punctuation as single spaces."""
    plain = text.casefold().translate(_SPECIAL)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def _shortened(text: str, limit: int) -> str:
    return text.encode()[:limit].decode(errors="ignore")


def sort_name(name: str) -> str:
    """Return the name as it sorts; a name of signs alone sorts as typed."""
    return _shortened(fold(name) or name.strip().lower(), SORT_BYTES)


def match_name(name: str) -> str:
    """Return the name without legal forms, so that “Koelketen nv” equals “KOELKETEN”."""
    words = fold(re.sub(r"\be\s?\.\s?v\b\.?", "ev", name, flags=re.IGNORECASE)).split()
    core = [word for word in words if word not in _LEGAL_FORMS]
    return _shortened(" ".join(core or words), SORT_BYTES) or sort_name(name)


def search_text(name: str, legal_name: str | None, domain: str | None) -> str:
    """Return everything type-ahead looks through, folded."""
    parts = [sort_name(name)]
    if legal_name and fold(legal_name) != parts[0]:
        parts.append(fold(legal_name))
    if domain:
        parts.append(domain)
    return _shortened(" ".join(parts), SEARCH_BYTES)


def tag_key(tag: str) -> str:
    """Return the form in which tags are compared: “Export” and “export ” are one tag."""
    return (fold(tag) or tag.strip())[:200]


def web_domain(website: str | None) -> str | None:
    """Return the host of a web address without `www.`; None for hosts that many share."""
    if not website:
        return None
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.").rstrip(".")
    shared = any(host == name or host.endswith(f".{name}") for name in SHARED_HOSTS)
    return host if "." in host and not shared else None


def mail_domain(email: str | None) -> str | None:
    """Return the host of a mail address; None for free mail providers."""
    if not email or "@" not in email:
        return None
    host = email.rsplit("@", 1)[1].strip().lower()
    return host if "." in host and host not in FREEMAIL else None
