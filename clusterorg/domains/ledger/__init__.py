"""Ledger: double entry, append-only, corrected by reversal. It knows nobody's business.

Words
    account     a line of the cluster's chart (Belgian MAR/PCMN numbers by default, editable).
    role        what the rest of the house asks an account for: receivable, bank, VAT due …
    entry       one booked fact, on one day, with a cause; its postings add up to nought.
    posting     one line of an entry: an account and signed cents, debit plus, credit minus.
    cause       (type, id, kind) of what made the entry; unique, so a replay books nothing.
    reversal    a second entry with all signs turned, linked to the first; at most one.

Doors
    actions: open_chart, add_account, change_account, post_entry, post_entries, reverse_entry
    queries: accounts, account_ids, role_accounts, trial_balance, journal, account_card, entry_of,
             faults (what `clusterorg ledger verify` shows)

News
    EntryPosted, EntryReversed (nobody need listen; they are the hook for exports)

Laws
    An entry has at least two postings and balances: a deferred constraint trigger looks at commit.
    Entries and postings are append-only: by trigger and because the web role may not update them.
    The ledger is kept in one currency, the cluster's; documents convert before they post.
"""
