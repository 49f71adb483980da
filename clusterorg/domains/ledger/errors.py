"""Refusals of the ledger."""

from clusterorg.domains.ledger.vocabulary import ACCOUNT_ROLE
from clusterorg.kernel.errors import Conflict, DomainError, Invalid, NotFound, _


class EntryTooShort(Invalid):
    """An entry with fewer than two postings."""

    code = "entry_too_short"
    message = _("A journal entry needs at least two postings. Add the other side.")


class EntryUnbalanced(Invalid):
    """Debit and credit differ."""

    code = "entry_unbalanced"
    message = _(
        "Debit and credit differ by %(cents)s cents. Correct the amounts so that they add up."
    )


class BooksUnbalanced(Invalid):
    """The database's own check at commit: an entry is short of postings or does not add up."""

    code = "entry_unbalanced"
    message = _("A journal entry does not add up. Nothing was booked; tell your administrator.")


class EntryAlreadyPosted(Conflict):
    """Two units of work booked the same cause at once; the second one is refused."""

    code = "entry_already_posted"
    message = _("This has just been booked by someone else. Reload the page to see it.")


class PostingEmpty(Invalid):
    """A posting of nought."""

    code = "posting_empty"
    message = _("A posting of zero says nothing. Leave the line out.")


class AccountNotFound(NotFound):
    """The chart has no such account."""

    code = "account_not_found"
    message = _("The chart of accounts has no account %(number)s. Add it, or choose another one.")


class AccountArchived(Conflict):
    """The account no longer takes postings."""

    code = "account_archived"
    message = _("Account %(number)s is closed for new postings. Choose another account.")


class AccountNumberInvalid(Invalid):
    """Account numbers are digits."""

    code = "account_number_invalid"
    message = _("An account number has two to ten digits, such as 700000.")


class AccountNumberTaken(Conflict):
    """The number exists already."""

    code = "account_number_taken"
    message = _("This account number is already in use. Choose another one.")


class AccountNamesMissing(Invalid):
    """A name is needed in at least one language."""

    code = "account_names_missing"
    message = _("Give the account a name in at least one language.")


class RoleUnfilled(Conflict):
    """No account plays a role that a booking needs."""

    code = "role_unfilled"
    message = _(
        "No account of the chart plays the role “%(role)s”. Choose one in the chart of accounts."
    )
    words = {"role": ACCOUNT_ROLE}


class RoleTaken(Conflict):
    """Two accounts cannot play one role."""

    code = "role_taken"
    message = _("Another account already plays this role. Take the role from it first.")


class RoleNeeded(Conflict):
    """An account that plays a role cannot be closed."""

    code = "role_needed"
    message = _("Account %(number)s plays the role “%(role)s”. Give the role to another one first.")
    words = {"role": ACCOUNT_ROLE}


class EntryNotFound(NotFound):
    """No such entry in this cluster."""

    code = "entry_not_found"


class EntryAlreadyReversed(Conflict):
    """A reversal is made once."""

    code = "entry_already_reversed"
    message = _("This entry has already been reversed. Look at its reversal in the journal.")


class ReversalOfReversal(Conflict):
    """A reversal is not itself reversed."""

    code = "reversal_of_reversal"
    message = _("A reversal cannot be reversed. Post the right entry anew.")


CONSTRAINTS: dict[str, type[DomainError]] = {
    "uq_accounts_cluster_id_number": AccountNumberTaken,
    "uq_accounts_role": RoleTaken,
    "uq_journal_entries_cause": EntryAlreadyPosted,
    "uq_journal_entries_reverses": EntryAlreadyReversed,
    "journal_entries_balance": BooksUnbalanced,
    "postings_balance": BooksUnbalanced,
}
