"""How every resource of the API works, so that a resource only says what is its own.

`contract` says what a view takes and gives, once for the code and for the document · `door` routes
with their permission · `asking` today, who, when · `reading` JSON and query strings, strictly ·
`paging` keyset pages · `rows` rows to JSON, fast · `editing` ETag and If-Match · `once`
Idempotency-Key · `describing` and `examples` a contract's place in the document · `document`
OpenAPI 3.1 and Swagger UI.
"""
