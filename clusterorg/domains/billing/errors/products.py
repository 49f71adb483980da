"""Refusals about products and VAT."""

from clusterorg.kernel.errors import Conflict, Invalid, NotFound, _


class ProductNotFound(NotFound):
    """No product has this code."""

    code = "product_not_found"
    message = _("There is no product with the code %(code)s. Add it in the settings first.")

    def __init__(self, product_code: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code)


class ProductCodeInvalid(Invalid):
    """The code of a product has a shape."""

    code = "product_code_invalid"
    message = _("A product code has 2 to 40 lower-case letters, digits or hyphens.")


class ProductCodeTaken(Conflict):
    """Two products cannot share a code."""

    code = "product_code_taken"
    message = _("This product code is already in use. Choose another one.")


class ProductNamesMissing(Invalid):
    """A product needs a name."""

    code = "product_names_missing"
    message = _("Give the product a name in at least one language.")


class ProductArchived(Conflict):
    """The product is no longer sold."""

    code = "product_archived"
    message = _("The product %(code)s is no longer sold. Choose another one.")

    def __init__(self, product_code: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code)


class VatNotDecided(Conflict):
    """No VAT setting is valid on the day."""

    code = "vat_not_decided"
    message = _(
        "Nobody has decided the VAT treatment of product %(code)s on %(day)s. "
        "Set it in the product's settings and have it approved."
    )

    def __init__(self, product_code: str, day: str, field: str | None = None) -> None:
        super().__init__(field, code=product_code, day=day)


class VatRateInvalid(Invalid):
    """Rate and category do not go together."""

    code = "vat_rate_invalid"
    message = _(
        "Category %(category)s and this rate do not go together: S needs a rate above zero, "
        "all others have none."
    )


class VatReasonMissing(Invalid):
    """An exemption, reverse charge or out-of-scope sale must say why."""

    code = "vat_reason_missing"
    message = _("Category %(category)s needs the legal reason that is printed on the invoice.")


class VatApprovalMissing(Invalid):
    """A VAT treatment is approved by a person."""

    code = "vat_approval_missing"
    message = _("Name the person who approved this VAT treatment, such as your accountant.")


class VatSettingOverlaps(Conflict):
    """Two settings would be valid on one day."""

    code = "vat_setting_overlaps"
    message = _("Another VAT setting is already valid from that day or later. Choose a later day.")


class VatCategoriesMixed(Invalid):
    """Out of scope stands alone on a document (EN 16931, BR-O-11)."""

    code = "vat_categories_mixed"
    message = _(
        "A line outside the scope of VAT cannot stand beside lines with another treatment. "
        "Make two invoices."
    )


class SellerVatNumberMissing(Conflict):
    """The cluster charges VAT but has no VAT number."""

    code = "seller_vat_number_missing"
    message = _("The cluster has no VAT number, so it cannot charge VAT. Add it in the settings.")


class BuyerVatNumberMissing(Conflict):
    """Reverse charge needs the buyer's VAT number."""

    code = "buyer_vat_number_missing"
    message = _("Reverse charge needs the VAT number of %(name)s. Add it to the organisation.")
