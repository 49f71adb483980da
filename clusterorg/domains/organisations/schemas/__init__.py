"""Shapes of organisations in the API: what comes in becomes a value type, what goes out is a row.

`parts` identifiers, addresses, sizes, activities · `contacts` people and their roles ·
`organisations` the whole and the list · `labels` tags and custom fields · `imports` staged imports.
"""

EXAMPLE_ID = "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a20"
