"""Organisations: who there is, and who speaks for them.

Words. An *organisation* is a company, knowledge institution, government body or civil-society
organisation; sponsors, applicants and non-members are organisations too. Its *helix* is one of four
strands, its *sub-group* belongs to that strand. An *identifier* is a checked number of a scheme,
unique in the cluster. *Size figures* are kept by year; the *size class* is computed from the newest
headcount by a dated rule (headcount only, not the EU definition), or declared. A *contact* acts for
an organisation in dated *roles* (voting representative, one at a time; billing; general) and may be
linked to a *person*, who then enters the portal. *Tags* and *custom fields* are the cluster's own:
two tags can become one; a field keeps its *key* and its kind, and archived its values, until it is
taken back into use. A *required* field is asked of whoever writes the fields (staff, an import,
the API), never of an applicant; what is stored is not judged again when choices change.
An *import* is a *batch* of *rows*: staged, mapped, checked (dry run), decided row by row, carried
out in blocks, and can be undone. After a *merge* the gone organisation stays as an archived row
with a *forward* to the kept one.

Doors: `actions` (the only writers), `queries` (rows for lists; `billing_party`, `profiles`,
`same_organisation` and `are_one` for the domains to the right), `vocabulary`, `errors`, `schemas`
for the API.
Regions. An address has a NUTS 2024 code: from its postcode (`reference/postcodes.csv`, open data:
Belgium, Germany, France to NUTS 3, the Netherlands to NUTS 2), or by hand, which no postcode
overrules. `find_regions_anew` sets those from postcodes again after the table has changed.

Inside: `rules` decide without a session, `reference` holds NUTS, NACE and countries, `sheets` read
uploads and write exports, `jobs` carry imports out and undo them.

News: OrganisationAdded, OrganisationArchived, OrganisationsMerged (re-point what is yours, or raise
to refuse the merge), ImportCarriedOut (per block, with `extra`: what the file said for others, such
as `category` and `joined_on`), ImportUndone (before imported organisations are deleted).

Row security. PostgreSQL uses an index under a policy only for comparisons that cannot leak; LIKE
and trigram operators are none, so no trigram index would ever be used here. Names are folded by us,
stored in the C collation, and found by reading one cluster's part of a covering index.
"""
