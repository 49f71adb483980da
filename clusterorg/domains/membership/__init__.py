"""Membership: who is a member, since when, at what price, and how they come and go.

**Words.** A *category* is a kind of membership (voting or not, perhaps for one helix). The *dues
scheme* is a row of dated *versions*: a draft is edited freely, a published one never changes; its
*rates* name helix, sub-group, size class and category, and the most specific one wins. A *quote* is
what joining costs, with the reasons as data. An *application* is a form with a story of *events*,
the last of which is its state. A *term* is a membership with fixed dates, half open; terms that
follow each other are a *chain*; rejoining begins a new one. A term *counts* from its *activation*
and is *settled* when nothing more is owed for it. *Cancelling* takes effect at a term's end, a
*suspension* is the board's decision, a *lapse* is what the calendar makes of an unpaid term. The
*standing* (status, since, until, gaps) is computed from these facts, here (`rules.standing`) and in
SQL (`queries.standing`), and stored nowhere. An *obligation* is what is owed for one fee item and
membership year; a correction is its next *revision*; it is *withdrawn* by a credit note (the next
run charges it anew) or *waived* by a decision (nothing more is asked, the term is settled). A *dues
run* compares what should be owed with what is booked, and charges the difference.

**Doors.** `actions`: change_settings, add_category, change_category · draft_scheme, change_scheme,
publish_scheme, discard_scheme · start_application, save_application, submit_application, apply,
ask_for_information, send_resume_link(s), withdraw_application, reject_application,
approve_application · admit_organisation, activate_term, withdraw_activation · cancel_membership,
take_back_cancellation, suspend_membership, lift_suspension · start_dues_run, enqueue_dues_run,
carry_out_dues_block, waive_dues. `queries`: members, membership_of, standing_of, counts_by_*,
inbox, application_of_link, quote_form, preview, run_items, what_needs_me, joins_and_leaves,
coverage_of. `jobs`: membership.carry_out_dues_run (replayable, one at a time per cluster).

**News told.** ApplicationSubmitted, ApplicationApproved, ApplicationRejected, TermOpened,
MembershipActivated, MembershipCancelled, DuesRunFinished. **News heard.** billing's InvoicePaid
(activates), InvoiceReopened (withdraws that) and InvoiceCredited (its dues are withdrawn);
organisations' OrganisationsMerged (re-points, or refuses when terms overlap), ImportCarriedOut
(rows that name a category are members) and ImportUndone.

**Held by the database.** Terms never overlap (exclusion), an obligation stands once per
organisation, fee item, year and revision, terms and facts are append-only (a merge alone may
re-point terms and obligations; an undone import may take its own terms back), published schemes
never change, one unfinished run per cluster, one open application per number.
"""
