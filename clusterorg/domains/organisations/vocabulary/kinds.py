"""Small closed lists: identifier schemes, address kinds, contact roles, size classes, …"""

from enum import StrEnum


class IdentifierScheme(StrEnum):
    """What kind of number it is. Values are stored compact, without separators."""

    BE_ENTERPRISE = "be_enterprise"
    VAT = "vat"
    IBAN = "iban"
    FR_SIREN = "fr_siren"
    DE_REGISTER = "de_register"
    NL_KVK = "nl_kvk"
    DK_CVR = "dk_cvr"
    SE_ORGNR = "se_orgnr"
    NO_ORGNR = "no_orgnr"
    CH_UID = "ch_uid"
    LEI = "lei"


class AddressKind(StrEnum):
    """What an address is for; one registered and one billing address, any number to visit."""

    REGISTERED = "registered"
    BILLING = "billing"
    VISITING = "visiting"


class NutsSource(StrEnum):
    """How a NUTS code came about; a manual one is never overwritten by the postcode."""

    POSTCODE = "postcode"
    MANUAL = "manual"


class NaceRevision(StrEnum):
    """Both revisions are kept side by side during the transition."""

    REV_2 = "2"
    REV_2_1 = "2.1"


class SizeClass(StrEnum):
    """Enterprise size by headcount; see rules.size for the rule and its date."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class ContactRole(StrEnum):
    """What a contact does for the organisation, always with dates."""

    VOTING_REPRESENTATIVE = "voting_representative"
    BILLING = "billing"
    GENERAL = "general"


class FieldKind(StrEnum):
    """Types of custom fields."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"
