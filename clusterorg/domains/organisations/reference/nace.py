"""NACE codes in both revisions, from the tables inside python-stdnum.

stdnum's tables hold sections, divisions, groups and classes of Rev. 2 and Rev. 2.1 (English
labels), load in milliseconds, and know no national five-digit codes. A code is stored with its
dot: `10.71`.
"""

from stdnum.eu import nace
from stdnum.exceptions import ValidationError

from clusterorg.domains.organisations.errors import UnknownNace
from clusterorg.domains.organisations.vocabulary import NaceRevision

_STDNUM_REVISION = {NaceRevision.REV_2: "2.0", NaceRevision.REV_2_1: "2.1"}


def check_nace(revision: NaceRevision, code: str, *, field: str = "code") -> str:
    """Return the code with its dot; raises UnknownNace when the revision does not have it."""
    text = code.strip().upper()
    try:
        return str(nace.format(nace.validate(text, revision=_STDNUM_REVISION[revision])))
    except (ValidationError, KeyError):
        raise UnknownNace(field=field, value=text, revision=revision.value) from None


def nace_label(revision: NaceRevision, code: str) -> str:
    """Return the English label of a stored code."""
    return str(nace.get_label(code, revision=_STDNUM_REVISION[revision]))
