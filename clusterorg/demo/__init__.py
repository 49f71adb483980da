"""The demo: three invented cluster organisations with two years of history, and an empty one.

Compositions, dues and seed organisations follow public cases in their proportions; every name is
invented. All of it is written through the same actions that pages use, so the demo cannot show a
state the product could not reach.

`recipes` what each cluster is made of · `generating` organisations from a recipe, the same ones
every time · `loading` writes them down · `history` two years of joins, invoices and payments ·
`welcome` prints the sign-ins.
"""
