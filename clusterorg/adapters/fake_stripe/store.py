"""All objects of one fake Stripe: in memory, written to one JSON file after each change."""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

StripeDict = dict[str, Any]


class Store:
    """Objects by account and id, plus stored answers and deliveries. One lock guards everything."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.objects: dict[str, dict[str, StripeDict]] = {}
        self.answers: dict[str, StripeDict] = {}
        self.deliveries: list[StripeDict] = []
        self.clock_offset = 0
        if path is not None and path.exists():
            self._load(json.loads(path.read_text("utf-8")))

    def _load(self, kept: StripeDict) -> None:
        self.objects = kept["objects"]
        self.answers = kept["answers"]
        self.deliveries = kept["deliveries"]
        self.clock_offset = kept["clock_offset"]

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock for a change and write the file when it is done."""
        with self.lock:
            yield
            self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        kept = {
            "objects": self.objects,
            "answers": self.answers,
            "deliveries": self.deliveries,
            "clock_offset": self.clock_offset,
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(kept), "utf-8")
        os.replace(draft, self.path)

    def put(self, account: str, obj: StripeDict) -> StripeDict:
        """Keep an object of an account; an older one with the same id is replaced."""
        self.objects.setdefault(account, {})[obj["id"]] = obj
        return obj

    def find(self, account: str, kind: str, identifier: str) -> StripeDict | None:
        """The account's object of that kind, or None; never another account's."""
        obj = self.objects.get(account, {}).get(identifier)
        return obj if obj is not None and obj["object"] == kind else None

    def drop(self, account: str, identifier: str) -> None:
        """Forget an object."""
        self.objects.get(account, {}).pop(identifier, None)

    def every(self, account: str, kind: str) -> list[StripeDict]:
        """All of an account's objects of one kind, newest first."""
        owned = self.objects.get(account, {}).values()
        return [obj for obj in reversed(owned) if obj["object"] == kind]

    def session_owner(self, session_id: str) -> str | None:
        """The account whose Checkout session this is: the hosted page has only the id."""
        for account, owned in self.objects.items():
            if session_id in owned and owned[session_id]["object"] == "checkout.session":
                return account
        return None


def fresh_id(prefix: str, size: int = 12) -> str:
    """A new identifier in Stripe's style."""
    return f"{prefix}_{secrets.token_hex(size)}"


def visible(value: Any) -> Any:
    """A copy without private fields (those that start with an underscore), at any depth."""
    if isinstance(value, dict):
        return {k: visible(v) for k, v in value.items() if not k.startswith("_")}
    if isinstance(value, list):
        return [visible(item) for item in value]
    return value
