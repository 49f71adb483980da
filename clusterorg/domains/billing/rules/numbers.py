"""Document numbers and payment references."""

import re

from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from clusterorg.domains.billing.vocabulary import SERIES, DocumentKind, ReferenceKind

LAST_BASE = 9_999_999_999


def document_number(kind: DocumentKind, year: int, sequence: int) -> str:
    """Return the number as it is printed: series, year of issue, five digits or more."""
    return f"{SERIES[kind]}-{year}-{sequence:05d}"


def payment_reference(kind: ReferenceKind, base: int) -> str:
    """Make the reference a payer gives to the bank from a base of at most ten digits.

    OGM: ten digits and two check digits, modulo 97 with 97 for 0 (Belgian banking standard).
    RF: ISO 11649, "RF", two check digits (ISO 7064 mod 97-10), the ten digits.
    Raises ValueError when the base is out of range.
    """
    if not 1 <= base <= LAST_BASE:
        raise ValueError("A reference is made from a number of one to ten digits.")
    digits = f"{base:010d}"
    if kind is ReferenceKind.OGM:
        return digits + ogm_vcs.calc_check_digits(digits)
    return f"RF{mod_97_10.calc_check_digits(digits + 'RF')}{digits}"


def shown_reference(reference: str) -> str:
    """Return a reference as it is printed: +++090/9337/55493+++ or RF18 5390 0754 7034."""
    if reference.startswith("RF"):
        return str(iso11649.format(reference))
    return f"+++{reference[:3]}/{reference[3:7]}/{reference[7:]}+++"


def read_reference(typed: str) -> str | None:
    """Return the reference that someone typed or a bank sent, bare; None when it is none.

    Accepts +++…+++, ***…***, blanks, slashes, points and dashes; check digits must be right.
    """
    bare = re.sub(r"[\s/.+*-]", "", typed).upper()
    try:
        if bare.startswith("RF"):
            return str(iso11649.validate(bare))
        return str(ogm_vcs.validate(bare)) if len(bare) == 12 else None
    except ValidationError:
        return None
