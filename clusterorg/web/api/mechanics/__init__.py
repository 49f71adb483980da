"""How every resource of the API works, so that a resource only says what is its own.

`contract` decorators that say what a view takes and gives · `door` routes with their permission and
their place in the document · `reading` JSON and query strings, strictly · `paging` keyset pages ·
`editing` ETag and If-Match · `once` Idempotency-Key · `refusals` problem+json and its documentation
· `document` OpenAPI 3.1 and Swagger UI.
"""
