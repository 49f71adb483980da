"""Key: who the key belongs to and what it may do."""

from typing import Any

from flask import g

from clusterorg.domains.identity.schemas import KeyOutput
from clusterorg.domains.identity.vocabulary import API_SCOPES
from clusterorg.web.api.mechanics.contract import reads
from clusterorg.web.context import current_cluster


@reads(KeyOutput)
def show() -> Any:
    """The cluster of this key and its scopes."""
    scopes = [scope for scope in API_SCOPES if scope in g.api_key.scopes]
    return {"name": g.api_key.name, "scopes": scopes, "cluster": current_cluster()}
