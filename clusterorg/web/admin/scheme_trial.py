"""The test box: what would such an organisation pay under this version, and why?"""

from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, SelectField

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.rules.quote import Quote, quote
from clusterorg.domains.membership.vocabulary import DuesFacts
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.kernel.errors import DomainError
from clusterorg.web.admin.common import named, today
from clusterorg.web.admin.quotes import lines_of
from clusterorg.web.fields import DayField
from clusterorg.web.words import HELIX, SIZE, by_helix, options
from clusterorg.web.work import session

ASKED = "helix subgroup size_class category is_startup founded_on joins_on"


class TrialForm(Form):
    """An organisation that does not exist."""

    helix = SelectField(_l("Helix"), choices=lambda: options(HELIX))
    subgroup = SelectField(
        _l("Sub-group"), choices=lambda: [("", _("None in particular")), *by_helix()]
    )
    size_class = SelectField(_l("Size"), choices=lambda: [("", _("Not known")), *options(SIZE)])
    category = SelectField(_l("Category"))
    is_startup = BooleanField(_l("It is a start-up"))
    founded_on = DayField(_l("Founded on"), first=FOUNDED_EARLIEST)
    joins_on = DayField(_l("Joins on"))


def trial(scheme_id: UUID) -> dict[str, Any]:
    """Return the filled-in box and its answer: quote lines with reasons, or a refusal."""
    kinds = queries.categories(session())
    form = TrialForm(request.args, joins_on=today(), helix="business", size_class="small")
    if "helix" not in request.args:
        form.process(joins_on=today(), helix="business", size_class="small")
    form.category.choices = [(kind.code, named(kind.names)) for kind in kinds]
    answer: dict[str, Any] = {"trial": form, "asked": ASKED, "lines": None, "refusal": None}
    if not kinds:
        return answer
    try:
        found = _quote(scheme_id, form, kinds[0].code)
    except DomainError as refusal:
        return {**answer, "refusal": refusal.text()}
    return {**answer, "lines": lines_of(found), "quote": found}


def _quote(scheme_id: UUID, form: TrialForm, first_category: str) -> Quote:
    joins_on = form.joins_on.data
    scheme = queries.scheme_value(session(), scheme_id)
    facts = DuesFacts(
        helix=form.helix.data,
        category=form.category.data or first_category,
        subgroup=form.subgroup.data or None,
        size_class=form.size_class.data or None,
        is_startup=bool(form.is_startup.data),
        founded_on=form.founded_on.data,
    )
    return quote(scheme, facts, joins_on if isinstance(joins_on, date) else today())
