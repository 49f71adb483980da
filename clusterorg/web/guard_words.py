"""Words shared by the guard and the request's context."""

AUDIENCES_OF_STAFF = frozenset({"admin", "assessor"})
