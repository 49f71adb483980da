"""Refusals in Stripe's own shape."""

from __future__ import annotations

from typing import Any


class StripeProblem(Exception):
    """A request the fake refuses; `body()` is what Stripe would answer."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.fields = {"type": type, "message": message, "code": code, "param": param, **more}

    def body(self) -> dict[str, Any]:
        """The JSON answer: `{"error": {...}}` without empty fields."""
        return {"error": {key: value for key, value in self.fields.items() if value is not None}}


def missing(kind: str, identifier: str, param: str = "id") -> StripeProblem:
    """The answer for an object that does not exist, or belongs to another account."""
    return StripeProblem(
        f"No such {kind}: '{identifier}'", status=404, code="resource_missing", param=param
    )


def invalid(message: str, param: str, code: str = "parameter_invalid_empty") -> StripeProblem:
    """The answer for a parameter with a value that cannot be."""
    return StripeProblem(message, code=code, param=param)
