"""Numbers that identify an organisation: form and check digits by python-stdnum.

Values are stored compact: `0566988259`, `BE0566988259`, `BE71096123456769`. The Dutch KvK number
has no check digit; eight digits are all that can be checked. The German register number is
normalised by stdnum (court, type, number).
"""

import re
from collections.abc import Callable
from typing import Any

from stdnum import get_cc_module, iban, lei
from stdnum.be import vat as be_vat
from stdnum.ch import uid as ch_uid
from stdnum.de import handelsregisternummer
from stdnum.dk import cvr
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, ValidationError
from stdnum.fr import siren
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr

from clusterorg.domains.organisations.errors import IdentifierInvalid, WrongCheckDigit
from clusterorg.domains.organisations.vocabulary import IdentifierScheme

_NEIGHBOURS = {"GB": "gb", "CH": "ch", "NO": "no"}


def _vat(value: str) -> str:
    prefix = re.sub(r"[^A-Za-z]", "", value[:4]).upper()[:2]
    if prefix in _NEIGHBOURS:
        module: Any = get_cc_module(_NEIGHBOURS[prefix], "vat")
        if module is None:
            raise InvalidComponent
        number = str(module.validate(value))
        return number if number.startswith(prefix) else prefix + number
    return str(eu_vat.validate(value))


def _kvk(value: str) -> str:
    number = re.sub(r"[\s.]", "", value)
    if not re.fullmatch(r"\d{8}", number):
        raise InvalidFormat
    return number


_VALIDATORS: dict[IdentifierScheme, Callable[[str], str]] = {
    IdentifierScheme.BE_ENTERPRISE: be_vat.validate,
    IdentifierScheme.VAT: _vat,
    IdentifierScheme.IBAN: iban.validate,
    IdentifierScheme.FR_SIREN: siren.validate,
    IdentifierScheme.DE_REGISTER: handelsregisternummer.validate,
    IdentifierScheme.NL_KVK: _kvk,
    IdentifierScheme.DK_CVR: cvr.validate,
    IdentifierScheme.SE_ORGNR: se_orgnr.validate,
    IdentifierScheme.NO_ORGNR: no_orgnr.validate,
    IdentifierScheme.CH_UID: ch_uid.validate,
    IdentifierScheme.LEI: lei.validate,
}


def normalise(scheme: IdentifierScheme, value: str, *, field: str = "value") -> str:
    """Return the number compact, as it is stored.

    Raises WrongCheckDigit when only the check digits are wrong, IdentifierInvalid otherwise.
    """
    try:
        number = str(_VALIDATORS[scheme](value.strip()))
    except InvalidChecksum:
        raise WrongCheckDigit(field=field, value=value.strip()) from None
    except ValidationError:
        raise IdentifierInvalid(field=field, value=value.strip() or "…") from None
    if len(number) > 60:
        raise IdentifierInvalid(field=field, value=value.strip())
    return number


def same_number(scheme: IdentifierScheme, value: str) -> list[tuple[IdentifierScheme, str]]:
    """Return the number with its twin in another scheme: Belgian VAT is `BE` + enterprise number.

    Used to find duplicates only: not every enterprise number is a VAT number.
    """
    pair = [(scheme, value)]
    if scheme is IdentifierScheme.BE_ENTERPRISE:
        pair.append((IdentifierScheme.VAT, f"BE{value}"))
    elif scheme is IdentifierScheme.VAT and value.startswith("BE"):
        pair.append((IdentifierScheme.BE_ENTERPRISE, value[2:]))
    return pair


def pretty(scheme: IdentifierScheme, value: str) -> str:
    """Return a stored number as people write it."""
    if scheme is IdentifierScheme.BE_ENTERPRISE:
        return f"{value[:4]}.{value[4:7]}.{value[7:]}"
    if scheme is IdentifierScheme.VAT and value.startswith("BE"):
        return f"BE {value[2:6]}.{value[6:9]}.{value[9:]}"
    if scheme is IdentifierScheme.IBAN:
        return " ".join(value[i : i + 4] for i in range(0, len(value), 4))
    return value
