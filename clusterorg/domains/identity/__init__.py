"""Identity: who may do what, in which cluster.

Words. A *cluster* is a tenant: one cluster organisation. A *person* signs in, once, for all clusters.
A *seat* is a person's dated role in a cluster's staff (owner, manager, finance, viewer) or as its
assessor. A member's contact has no seat: their rights follow from the contact roles of their
organisation (see organisations). The *platform operator* is a flag on the person. A *sign-in* is a
server-side session record that can be revoked. A *mail link* is a single-use, expiring token. An
*API key* belongs to a cluster and carries scopes, which are permissions.

Doors: `actions` (sign in, invite, seats, second factor, API keys, cluster settings), `queries`.
"""
