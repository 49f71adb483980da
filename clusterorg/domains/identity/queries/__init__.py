"""What identity tells those who ask. Lists return rows, not entities; nothing here writes."""

from clusterorg.domains.identity.queries.api_keys import (
    api_keys,
    authenticate,
    authenticate_with_cluster,
)
from clusterorg.domains.identity.queries.clusters import (
    cluster_ids,
    cluster_names,
    clusters,
    connected_clusters,
    find_cluster,
    find_cluster_by_account,
    get_cluster,
    logo,
)
from clusterorg.domains.identity.queries.persons import (
    check_link,
    find_person,
    get_person,
    open_link,
)
from clusterorg.domains.identity.queries.seats import (
    clusters_of,
    is_current,
    other_owners,
    roles_of,
    seats,
)
from clusterorg.domains.identity.queries.sign_ins import (
    SignedIn,
    attempts,
    enrolment,
    find_sign_in,
    operator_acts,
    recovery_codes_left,
    sign_ins_of,
)
from clusterorg.domains.identity.queries.views import count_views, get_view, saved_views

__all__ = [
    "SignedIn",
    "api_keys",
    "attempts",
    "authenticate",
    "authenticate_with_cluster",
    "check_link",
    "cluster_ids",
    "cluster_names",
    "clusters",
    "clusters_of",
    "connected_clusters",
    "count_views",
    "enrolment",
    "find_cluster",
    "find_cluster_by_account",
    "find_person",
    "find_sign_in",
    "get_cluster",
    "get_person",
    "get_view",
    "is_current",
    "logo",
    "open_link",
    "operator_acts",
    "other_owners",
    "recovery_codes_left",
    "roles_of",
    "saved_views",
    "seats",
    "sign_ins_of",
]
