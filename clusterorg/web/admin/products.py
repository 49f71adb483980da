"""Products: what is invoiced, on which revenue account, with which VAT treatment since when."""

from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.ledger import queries as ledger
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import languages, named, today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField, MoneyField, PercentField, TextsField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.words import VAT_CATEGORY, options
from clusterorg.web.work import attempt, session


def _income_accounts() -> list[tuple[str, str]]:
    rows = ledger.accounts(session())
    return [
        (row.number, f"{row.number} {named(row.names)}") for row in rows if row.kind == "income"
    ]


class ProductForm(BaseForm):
    """Something a cluster invoices."""

    names = TextsField(_l("Name on the invoice"), languages=languages)
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Give the product a short code.")), Length(max=40)],
        description=_l("Lower-case letters, digits and hyphens, such as entry-fee. It stays."),
    )
    revenue_account = SelectField(_l("Revenue account"), choices=_income_accounts)
    unit_cents = MoneyField(
        _l("Usual price"), description=_l("Without VAT, proposed when you make an invoice.")
    )
    archived = BooleanField(_l("No longer sold"))


class VatForm(BaseForm):
    """A decision on VAT, for which a person answers."""

    category = RadioField(
        _l("Treatment"),
        [InputRequired(_l("Choose a treatment."))],
        choices=lambda: options(VAT_CATEGORY),
    )
    rate_bp = PercentField(_l("Rate in per cent"), description=_l("Only when VAT is charged."))
    legal_texts = TextsField(_l("Legal reason"), languages=languages)
    valid_from = DayField(_l("Holds from"), [InputRequired(_l("Choose a day."))])
    approved_by = StringField(
        _l("Approved by"),
        description=_l("Who answers for it, such as your accountant."),
        validators=[Length(max=200)],
    )
    approved_on = DayField(_l("Approved on"), [InputRequired(_l("Choose a day."))])

    def decision(self) -> VatDecision:
        """Return what was chosen as the action takes it."""
        charged = self.category.data == VatCategory.STANDARD
        return VatDecision(
            VatCategory(self.category.data),
            self.rate_bp.data or 0 if charged else 0,
            legal_texts=self.legal_texts.data,
        )


def index() -> ResponseReturnValue:
    """What do we invoice?"""
    rows = queries.products(session(), today(), archived=True)
    accounts = {row.id: row.number for row in ledger.accounts(session(), archived=True)}
    return page("admin/settings/products.html", rows=rows, accounts=accounts, named=named)


def new() -> ResponseReturnValue:
    """Add a product; its VAT treatment comes next."""
    form = ProductForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            product = actions.add_product(
                work,
                code=form.code.data.strip(),
                names=form.names.data,
                revenue_account=form.revenue_account.data,
                unit_cents=form.unit_cents.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The product is there. Decide its VAT treatment next."), "good")
            return redirect(url_for("admin.products_vat", code=product.code), 303)
    return page("admin/settings/product_edit.html", form=form, product=None, named=named)


def show(code: str) -> ResponseReturnValue:
    """How is this product invoiced, and since when?"""
    product = queries.get_product(session(), code, today())
    settings = queries.vat_settings(session(), product.id)
    accounts = {row.id: row for row in ledger.accounts(session(), archived=True)}
    return page(
        "admin/settings/product.html",
        product=product,
        settings=settings,
        account=accounts[product.revenue_account_id],
        named=named,
        today=today(),
    )


def edit(code: str) -> ResponseReturnValue:
    """Change a product; documents already issued keep what they were issued with."""
    product = queries.get_product(session(), code, today())
    form = ProductForm(data=_shown(product))
    if form.validate_on_submit():
        changes: dict[str, Any] = {
            "names": form.names.data,
            "revenue_account": form.revenue_account.data,
            "unit_cents": form.unit_cents.data,
            "archived": form.archived.data,
        }
        with attempt(form) as work:
            actions.change_product(
                work, product_id=product.id, changes=changes, actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("The product was changed."), "good")
            return redirect(url_for("admin.products_show", code=code), 303)
    return page("admin/settings/product_edit.html", form=form, product=product, named=named)


def vat(code: str) -> ResponseReturnValue:
    """Decide the VAT treatment from a day on."""
    product = queries.get_product(session(), code, today())
    form = VatForm(approved_on=today(), valid_from=_first_day(product))
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.set_vat(
                work,
                product_code=code,
                decision=form.decision(),
                valid_from=form.valid_from.data,
                approved_by=form.approved_by.data or "",
                approved_on=form.approved_on.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The VAT treatment was saved."), "good")
            return redirect(url_for("admin.products_show", code=code), 303)
    return page("admin/settings/vat.html", form=form, product=product, named=named)


def _first_day(product: Any) -> date:
    """The first treatment covers the whole year, so that older invoices can be made too."""
    return date(today().year, 1, 1) if product.category is None else today()


def _shown(product: Any) -> dict[str, Any]:
    accounts = {row.id: row.number for row in ledger.accounts(session(), archived=True)}
    return {
        "names": product.names,
        "code": product.code,
        "revenue_account": accounts.get(product.revenue_account_id),
        "unit_cents": product.unit_cents,
        "archived": product.archived_at is not None,
    }


def routes(door: Door) -> None:
    """Products and VAT, under Settings."""
    door.get("/settings/products", index, permission="invoices.read")
    door.form("/settings/products/new", new, permission="invoices.write")
    door.get("/settings/products/<code>", show, permission="invoices.read")
    door.form("/settings/products/<code>/edit", edit, permission="invoices.write")
    door.form("/settings/products/<code>/vat", vat, permission="invoices.write")
