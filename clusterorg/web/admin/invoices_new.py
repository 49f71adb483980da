"""An invoice by hand: a payer and lines with products."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, FieldList, Form, FormField, HiddenField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as Blank

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.vocabulary import NewLine
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import named, today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField, LineField, MoneyField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

QUANTITY = _l("Give a quantity above zero, with at most three decimals.")


class LineForm(Form):
    """One line; a line without a product is left out."""

    product = SelectField(_l("Product"), validate_choice=False)
    description = LineField(_l("Description"), [Length(max=500)])
    quantity = DecimalField(
        _l("Quantity"), [Blank(), NumberRange(min=Decimal("0.001"), message=QUANTITY)], places=None
    )
    unit_cents = MoneyField(_l("Unit price"))


class InvoiceForm(BaseForm):
    """An invoice that no rule makes."""

    payer = HiddenField()
    issued_on = DayField(_l("Invoice date"), [InputRequired(_l("Choose a day."))])
    due_on = DayField(_l("To be paid by"), [InputRequired(_l("Choose a day."))])
    buyer_reference = LineField(
        _l("Reference of the payer"),
        [Length(max=100)],
        description=_l("Such as their order number."),
    )
    note = LineField(_l("Note on the invoice"), [Length(max=500)])
    lines = FieldList(FormField(LineForm), min_entries=3)

    def orders(self, products: dict[str, Any]) -> list[NewLine]:
        """Return the lines that were filled in, each with its product's usual price and name."""
        return [
            NewLine(
                product_code=row.product.data,
                description=row.description.data or named(products[row.product.data].names),
                unit_cents=_price(row, products[row.product.data]),
                quantity=row.quantity.data or Decimal(1),
            )
            for row in (entry.form for entry in self.lines)
            if row.product.data in products
        ]


def _price(row: Any, product: Any) -> int:
    typed = row.unit_cents.data
    return int((product.unit_cents or 0) if typed is None else typed)


def payer() -> ResponseReturnValue:
    """Who gets the invoice? Search and choose."""
    text = request.args.get("q", "").strip()
    found = organisations.search(session(), text, limit=20) if text else []
    return page("admin/invoices/payer.html", text=text, found=found)


def form(organisation_id: UUID) -> ResponseReturnValue:
    """What is invoiced to this organisation?"""
    organisation = organisations.get_organisation(session(), organisation_id)
    products = {row.code: row for row in queries.products(session(), today())}
    sent = InvoiceForm(issued_on=today(), due_on=today() + timedelta(days=30))
    for entry in sent.lines:
        entry.form.product.choices = [
            ("", "–"),
            *((code, named(row.names)) for code, row in products.items()),
        ]
    if "more" in request.form:
        _add_lines(sent)
    elif sent.validate_on_submit():
        with attempt(sent) as work:
            issued = actions.issue_invoice(
                work,
                payer_id=organisation_id,
                lines=sent.orders(products),
                issued_on=sent.issued_on.data,
                due_on=sent.due_on.data,
                buyer_reference=sent.buyer_reference.data,
                note=sent.note.data,
                actor=current_actor(),
                at=now(),
            )
        if not sent.errors:
            flash(
                _("Invoice %(number)s was issued and is being sent.", number=issued.number), "good"
            )
            return redirect(url_for("admin.invoices_show", invoice_id=issued.id), 303)
    return page("admin/invoices/new.html", form=sent, organisation=organisation, products=products)


def _add_lines(sent: InvoiceForm) -> None:
    choices = sent.lines[0].form.product.choices
    for _row in range(3):
        sent.lines.append_entry().form.product.choices = choices


def routes(door: Door) -> None:
    """An invoice by hand."""
    door.get("/invoices/new", payer, permission="invoices.write")
    door.form("/invoices/new/<uuid:organisation_id>", form, permission="invoices.write")
