"""Refusals of a cluster's own details."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class ClusterNotFound(NotFound):
    """No such cluster."""

    code = "cluster_not_found"
    message = _("This cluster does not exist.")


class SlugInvalid(Invalid):
    """Not a slug."""

    code = "slug_invalid"
    message = _("Use 3 to 40 small letters, digits and hyphens; begin with a letter.")


class SlugTaken(Conflict):
    """Another cluster has it."""

    code = "slug_taken"
    message = _("Another cluster has this address. Choose another one.")


class FieldMissing(Invalid):
    """A field that every cluster has is empty."""

    code = "field_missing"
    message = _("Fill this in.")


class EnterpriseNumberInvalid(Invalid):
    """Wrong length or check digits."""

    code = "enterprise_number_invalid"
    message = _("This enterprise number is not right. Check its ten digits.")


class VatNumberInvalid(Invalid):
    """Wrong shape or check digits."""

    code = "vat_number_invalid"
    message = _("This VAT number is not right. Write it with the country, like BE0123456749.")


class VatNumberMissing(Invalid):
    """Liable for VAT means having a number."""

    code = "vat_number_missing"
    message = _("An organisation that is liable for VAT has a VAT number. Fill it in.")


class VatStatusUnknown(Invalid):
    """Not one of the four."""

    code = "vat_status_unknown"
    message = _("Choose the VAT status that your accountant approved.")


class CountryUnknown(Invalid):
    """Not a country code."""

    code = "country_unknown"
    message = _("Write the country as two letters, like BE.")


class TimeZoneUnknown(Invalid):
    """Not an IANA time zone."""

    code = "time_zone_unknown"
    message = _("This time zone is not known. Choose one like Europe/Brussels.")


class DefaultLanguageNotOffered(Invalid):
    """The first language is not among the cluster's languages."""

    code = "default_language_not_offered"
    message = _("The first language must be one of the cluster's languages.")


class ColourInvalid(Invalid):
    """Not a colour."""

    code = "colour_invalid"
    message = _("Write the colour like #1d6f5c.")


class IbanInvalid(Invalid):
    """Wrong length or check digits."""

    code = "iban_invalid"
    message = _("This account number is not right. Check the IBAN.")


class BicInvalid(Invalid):
    """Not a BIC."""

    code = "bic_invalid"
    message = _("This BIC is not right. It has 8 or 11 letters and digits.")


class WebsiteInvalid(Invalid):
    """Not an address of the web."""

    code = "website_invalid"
    message = _("Write the whole address, beginning with https://.")


class StripeAccountTaken(Conflict):
    """A Stripe account belongs to one cluster."""

    code = "stripe_account_taken"
    message = _("This Stripe account belongs to another cluster.")


class LogoInvalid(Invalid):
    """Not a picture we encoded."""

    code = "logo_invalid"
    message = _("Send the logo as a PNG, JPEG or WebP picture.")
