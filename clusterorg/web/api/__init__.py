"""The JSON API of clusterorg, one cluster per key.

**Keys.** Send `Authorization: Bearer co_<cluster>_<secret>`. The key names its cluster; its scopes
say which operations it may use. What belongs to another cluster is not found (404); an operation
outside the key's scopes is forbidden (403).

**Refusals** are `application/problem+json` (RFC 9457): decide by `code`, show `detail`, and put the
sentences of `errors` at their fields. Fields that we do not know are refused, in bodies and in
query strings. Texts come in the language of `Accept-Language` (en, nl, fr, de).

**Values.** Money is whole cents (`*_cents`), rates are basis points (2100 = 21 %), dates are
ISO 8601 and periods half open: `until` is the first day after. Moments are in UTC.

**Lists** answer `{"items": […], "next": …, "previous": …}`; send `next` back as `cursor`. The same
addresses stand in the `Link` header. `limit` is 1 to 200.

**Edits** (PATCH, PUT and some others) need `If-Match` with the `ETag` you read: 428 without it, 412
when somebody was faster. A PATCH changes only the fields it sends.

**Once.** Posts that create something take an `Idempotency-Key`; those that move money demand one.
The same key with the same request answers what the first one answered, with
`Idempotent-Replayed: true`; with another request it is 409. A refused request leaves its key free.
"""
