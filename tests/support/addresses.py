"""How to write out any address of the app: what stands for which argument.

Laws and browser tests visit every address. Whoever adds one with a new argument adds it to IDS, and
something for it to the filling (tests/support/filling); the stranger's walk says so.
"""

from typing import Any

from werkzeug.routing import Rule

from clusterorg.kernel.clock import now
from tests.support.filling import Filled

# Arguments that stand for an id of the filling by the same name.
IDS = {
    "activity_id", "address_id", "application_id", "batch_id", "category_id", "code", "contact_id",
    "entry_id", "event_id", "field_id", "gone_id", "identifier_id", "import_id", "invoice_id",
    "kept_id", "key_id",
    "number", "organisation_id", "payment_id", "role_id", "row_id", "run_id", "scheme_id",
    "seat_id", "sign_in_id", "size_id", "tag_id", "view_id",
}  # fmt: skip
# The same argument for different things, told apart by the word before it.
PARTS = {"activities": "activity_id", "addresses": "address_id", "numbers": "identifier_id",
         "sizes": "size_id"}  # fmt: skip
NOBODY_S = {
    "slug": "names the cluster itself; tried apart",
    "year": "a number",
    "kind": "a file format",
    "list_key": "one of our lists",
    "filename": "a file of ours",
    "name": "a file of ours",
    "key": "a mail of the demo's mailbox, which is everybody's",
    "position": "an attachment of such a mail",
    "token": "a secret that is its own right; tried apart where a cluster is named too",
}


class UnknownArgument(AssertionError):
    """An address has an argument that this test does not know."""


def key_of(rule: Rule, name: str) -> str | None:
    """Return which id of the filling an argument stands for; None when it is nobody's."""
    if name in NOBODY_S:
        return None
    if name == "part_id":
        word = rule.rule.partition("/<uuid:part_id>")[0].rpartition("/")[2]
        name = PARTS.get(word, f"part_id of {word}")
    if name not in IDS:
        raise UnknownArgument(
            f"{rule.rule} has the argument {name}: add it to IDS in tests/support/"
            "addresses.py and an id for it to tests/support/filling, or to NOBODY_S."
        )
    return name


FILES = {"static", "bootstrap.static", "api_docs_file", "mailbox.mails_show", "mailbox.mails_html",
         "mailbox.mails_attachment"}  # fmt: skip
# Some pages ask for a thing in another state than the first one of the filling.
OTHER = {
    "admin.scheme_show": {"scheme_id": "published_id"},
    "admin.scheme_try_out": {"scheme_id": "published_id"},
    "admin.imports_steps_undo": {"batch_id": "done_import_id"},
}
ASKED = {
    "api.dues_schemes_quote": "?helix=business&category=member&size_class=small",
    "api.dues_runs_preview": "?year=2026",
    "api.organisations_suggest": "?q=works",
    "api.saved_views_index": "?list_key=members",
    "admin.search_index": "?q=works",
    "admin.search_suggest": "?q=works",
    "public.join_preview": "?helix=business&category=member",
}


def values(rule: Rule, filled: Filled) -> dict[str, Any]:
    """Return values for an address's arguments, from a filled cluster."""
    word = "invitation" if rule.rule.startswith("/invitation") else "join"
    word = "password" if rule.rule.startswith("/password") else word
    plain = {"slug": filled.slug, "year": now().year, "kind": "csv", "list_key": "members",
             "token": filled.tokens[word]}  # fmt: skip
    ids = {**filled.ids, **plain}
    for name, other in OTHER.get(rule.endpoint, {}).items():
        ids[name] = ids[other]
    return {name: ids[key_of(rule, name) or name] for name in rule.arguments}
