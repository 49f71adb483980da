"""The portal: a member's contact sees their organisation, its people, dues and invoices, and pays.

A person may act for several organisations of one cluster: `?for=<organisation>` says which one is
in view and is kept on every link; without it, the first.
"""
