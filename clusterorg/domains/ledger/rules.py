"""Pure rules of double entry."""

import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from clusterorg.domains.ledger.errors import (
    AccountNamesMissing,
    AccountNumberInvalid,
    EntryTooShort,
    EntryUnbalanced,
    PostingEmpty,
)
from clusterorg.domains.ledger.vocabulary import AccountKind, PostingLine
from clusterorg.kernel.i18n import LANGUAGES

_NUMBER = re.compile(r"[0-9]{2,10}")


def check_lines(lines: Sequence[PostingLine]) -> None:
    """Refuse lines that are no entry.

    Raises EntryTooShort (fewer than two), PostingEmpty (a line of nought), EntryUnbalanced.
    """
    if len(lines) < 2:
        raise EntryTooShort(field="lines")
    for position, line in enumerate(lines):
        if line.cents == 0:
            raise PostingEmpty(field=f"lines.{position}.cents")
    difference = sum(line.cents for line in lines)
    if difference:
        raise EntryUnbalanced(field="lines", cents=difference)


def turned(lines: Iterable[PostingLine]) -> list[PostingLine]:
    """Return the lines of the reversal: same accounts and parties, signs turned."""
    return [PostingLine(line.account, -line.cents, line.organisation_id) for line in lines]


def gathered(lines: Iterable[PostingLine]) -> list[PostingLine]:
    """Add up lines of the same account and party, drop what comes to nought, keep the order."""
    sums: dict[tuple[str, UUID | None], int] = {}
    for line in lines:
        key = (line.account, line.organisation_id)
        sums[key] = sums.get(key, 0) + line.cents
    return [PostingLine(number, cents, whose) for (number, whose), cents in sums.items() if cents]


def check_number(number: str) -> str:
    """Return an account number of two to ten digits; raises AccountNumberInvalid."""
    if not _NUMBER.fullmatch(number):
        raise AccountNumberInvalid(field="number")
    return number


def check_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names that say something, by language; raises AccountNamesMissing."""
    kept = {lang: names[lang].strip() for lang in LANGUAGES if names.get(lang, "").strip()}
    if not kept:
        raise AccountNamesMissing(field="names")
    return kept


def grows_by_debit(kind: AccountKind) -> bool:
    """Tell whether a debit balance is the usual one for this kind of account."""
    return kind in (AccountKind.ASSET, AccountKind.EXPENSE)


def kind_of_number(number: str) -> AccountKind:
    """Propose the kind from the class of a Belgian MAR/PCMN number.

    Class 1 is equity (16 and 17 aside, debts), 2 to 5 assets except the debts 42 to 48 and the
    income still to be earned 492 and 493, 6 costs, 7 income (Royal Decree of 21 October 2018,
    minimum chart of accounts).
    """
    head, pair = number[:1], number[:2]
    if head == "1":
        return AccountKind.LIABILITY if pair in ("16", "17") else AccountKind.EQUITY
    if head in "235":
        return AccountKind.ASSET
    if head == "4":
        is_asset = pair in ("40", "41") or number[:3] in ("49", "490", "491")
        return AccountKind.ASSET if is_asset else AccountKind.LIABILITY
    return AccountKind.EXPENSE if head == "6" else AccountKind.INCOME
