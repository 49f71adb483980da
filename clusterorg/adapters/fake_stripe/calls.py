"""One API call: who asks, with which parameters, in which world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clusterorg.adapters.fake_stripe.forms import integer
from clusterorg.adapters.fake_stripe.problems import invalid, missing
from clusterorg.adapters.fake_stripe.store import StripeDict
from clusterorg.adapters.fake_stripe.world import World

MAX_METADATA_VALUE = 500


@dataclass(frozen=True)
class Call:
    """What a resource's verb gets: parameters are decoded form values (text leaves)."""

    world: World
    account: str
    path: str
    params: dict[str, Any]
    base_url: str

    @property
    def now(self) -> int:
        """The fake's clock in seconds."""
        return self.world.now()

    def get(self, kind: str, identifier: str, param: str = "id") -> StripeDict:
        """This account's object, or the `resource_missing` of Stripe."""
        found = self.world.store.find(self.account, kind, identifier)
        if found is None:
            raise missing(kind.replace(".", " ").replace("_", " "), identifier, param)
        return found

    def put(self, obj: StripeDict) -> StripeDict:
        """Keep an object for this account."""
        return self.world.store.put(self.account, obj)

    def publish(self, kind: str, obj: StripeDict) -> None:
        """Tell this account's listeners that something happened to `obj`."""
        self.world.publish(self.account, kind, obj)

    def metadata(self) -> dict[str, str]:
        """The metadata given, within Stripe's limits."""
        return checked_metadata(self.params.get("metadata"))

    def page(self, kind: str, *same: str) -> StripeDict:
        """A page of this account's objects; `same` names the equality filters of the resource."""
        rows = self.world.store.every(self.account, kind)
        for name in same:
            if name in self.params:
                rows = [row for row in rows if row.get(name) == self.params[name]]
        return page_of(rows, self.params, self.path)


def checked_metadata(given: Any) -> dict[str, str]:
    """Metadata as a flat dictionary of text: at most 50 keys, values of at most 500 characters."""
    values = given or {}
    if not isinstance(values, dict) or len(values) > 50:
        raise invalid("Metadata holds at most 50 keys.", "metadata", "parameter_invalid")
    for key, value in values.items():
        if not isinstance(value, str) or len(value) > MAX_METADATA_VALUE:
            raise invalid(
                "Metadata values must be text of up to 500 characters.", f"metadata[{key}]"
            )
    return dict(values)


def page_of(rows: list[StripeDict], params: dict[str, Any], path: str) -> StripeDict:
    """Cut a list as Stripe does: newest first, `limit`, `starting_after`, `created[…]`."""
    rows = [row for row in rows if _within(row["created"], params.get("created"))]
    if "starting_after" in params:
        ids = [row["id"] for row in rows]
        if params["starting_after"] not in ids:
            raise missing("object", params["starting_after"], "starting_after")
        rows = rows[ids.index(params["starting_after"]) + 1 :]
    limit = integer(params, "limit", 10)
    if not 1 <= limit <= 100:
        raise invalid("The limit must be between 1 and 100.", "limit", "parameter_invalid_integer")
    return {"object": "list", "data": rows[:limit], "has_more": len(rows) > limit, "url": path}


def _within(created: int, wanted: Any) -> bool:
    if wanted is None:
        return True
    if not isinstance(wanted, dict):
        return created == int(wanted)
    tests = {
        "gt": created.__gt__,
        "gte": created.__ge__,
        "lt": created.__lt__,
        "lte": created.__le__,
    }
    return all(tests[name](int(edge)) for name, edge in wanted.items() if name in tests)
