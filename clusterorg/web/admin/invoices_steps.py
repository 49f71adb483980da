"""What can be done with an invoice: credit it, send it again."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.billing import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class CreditForm(BaseForm):
    """Why an invoice is taken back."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why, in a few words.")), Length(max=500)],
        description=_l("Printed on the credit note."),
    )
    issued_on = DayField(_l("Date"), [InputRequired(_l("Choose a day."))])


def credit(invoice_id: UUID) -> ResponseReturnValue:
    """Take a whole invoice back: asked once more, with what follows."""
    detail = queries.invoice_detail(session(), invoice_id, today=today())
    form = CreditForm(issued_on=today())
    if form.validate_on_submit():
        with attempt(form) as work:
            note = actions.credit_invoice(
                work,
                invoice_id=invoice_id,
                reason=form.reason.data,
                issued_on=form.issued_on.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("Credit note %(number)s was issued.", number=note.number), "good")
            return redirect(url_for("admin.invoices_show", invoice_id=invoice_id), 303)
    return page("admin/invoices/credit.html", form=form, invoice=detail.invoice)


def send_again(invoice_id: UUID) -> ResponseReturnValue:
    """Send the document's mail once more."""
    queries.invoice_detail(session(), invoice_id, today=today())
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            to = actions.send_again(work, invoice_id=invoice_id, actor=current_actor(), at=now())
        if form.errors:
            flash(" ".join(str(error) for error in form.form_errors), "bad")
        else:
            flash(_("The mail to %(address)s is on its way.", address=to), "good")
    return redirect(url_for("admin.invoices_show", invoice_id=invoice_id), 303)


def routes(door: Door) -> None:
    """What can be done with an invoice."""
    door.form("/invoices/<uuid:invoice_id>/credit", credit, permission="invoices.write")
    door.post("/invoices/<uuid:invoice_id>/send", send_again, permission="invoices.write")
