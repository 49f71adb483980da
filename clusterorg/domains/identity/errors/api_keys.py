"""Refusals of API keys."""

from clusterorg.kernel.errors import DomainError, Invalid, NotFound, _


class ScopesMissing(Invalid):
    """A key without scopes opens nothing."""

    code = "scopes_missing"
    message = _("Choose at least one thing that this key may do.")


class ScopeUnknown(Invalid):
    """Not a scope a key can have."""

    code = "scope_unknown"
    message = _("A key cannot have the scope %(scope)s.")


class ExpiryPast(Invalid):
    """A key that has already expired."""

    code = "expiry_past"
    message = _("Choose a date in the future.")


class ApiKeyNotFound(NotFound):
    """No such key in this cluster."""

    code = "api_key_not_found"
    message = _("This API key does not exist here.")


class ApiKeyRefused(DomainError):
    """Unknown, revoked or expired: the same words for all."""

    code = "api_key_refused"
    message = _("This API key is not valid. Ask an owner of the cluster for a new one.")
    status = 401
