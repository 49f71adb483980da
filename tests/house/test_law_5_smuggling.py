"""Law 5, the other half: a stranger's id in a body or a question, under one's own address.

Each request is first sent with our own ids, and does what it should; then with the other cluster's.
"""

from typing import Any

import pytest

from clusterorg.kernel.clock import local_date, now
from tests.house.town import Town, Visitor
from tests.support.filling import Filled, mark

DAY = local_date(now(), "Europe/Brussels").isoformat()
SENT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("kept_id", "/organisations/{}/merge", {"gone_id": "gone_id"}),
    ("", "/tags/assign", {"organisation_ids": ["organisation_id"], "add": ["new"]}),
    ("import_id", "/imports/{}/use-profile", {"profile_id": "profile_id"}),
    ("row_id", "/import-rows/{}/decision", {"decision": "update", "target_id": "organisation_id"}),
    ("application_id", "/applications/{}/approve", {"organisation_id": "kept_id"}),
    ("", "/invoices", {"payer_id": "organisation_id", "issued_on": DAY, "due_on": DAY,
                       "lines": [{"product_code": "dues", "description": "x",
                                  "unit_cents": 100}]}),
    ("", "/payments", {"invoice_id": "invoice_id", "amount_cents": 100, "received_on": DAY,
                       "method": "bank_transfer"}),
)  # fmt: skip
ASKED = (
    ("/invoices", "payer_id", "organisation_id"),
    ("/payments", "payer_id", "organisation_id"),
    ("/audit-entries", "concerns_id", "organisation_id"),
    ("/audit-entries", "subject_id", "invoice_id"),
    ("/ledger/entries", "cause_type=invoice&cause_id", "invoice_id"),
)


def with_ids(body: Any, ids: dict[str, Any]) -> Any:
    """Replace the names of ids in a body by ids."""
    if isinstance(body, dict):
        return {key: with_ids(value, ids) for key, value in body.items()}
    if isinstance(body, list):
        return [with_ids(value, ids) for value in body]
    return str(ids[body]) if isinstance(body, str) and body.endswith("_id") else body


@pytest.mark.parametrize(("own", "path", "body"), SENT, ids=[path for _, path, _ in SENT])
def test_a_body_cannot_name_another_cluster_s_thing(
    town: Town, own: str, path: str, body: dict[str, Any]
) -> None:
    program = Visitor(key=town.small.key)
    url = "/api/v1" + path.format(town.small.ids.get(own))

    def sent(whose: Filled) -> Any:
        return town.visit(program, "POST", url, json=with_ids(body, whose.ids))

    assert sent(town.small).status_code in (200, 201, 204), sent(town.small).get_json()
    refused = sent(town.large)
    assert refused.status_code in (404, 409, 422), refused.get_json()
    assert mark(town.large.cast) not in refused.get_data(as_text=True)


@pytest.mark.parametrize(("path", "name", "key"), ASKED)
def test_a_question_cannot_ask_for_another_cluster_s_thing(
    town: Town, path: str, name: str, key: str
) -> None:
    program = Visitor(key=town.small.key)

    ours, theirs = (
        town.visit(program, "GET", f"/api/v1{path}?{name}={filled.ids[key]}").get_json()
        for filled in (town.small, town.large)
    )

    assert ours["items"] != []
    assert theirs["items"] == []


def test_the_portal_cannot_be_asked_for_an_organisation_of_somebody_else(town: Town) -> None:
    contact = town.contact(town.large)
    url = f"/c/{town.large.slug}/portal/?for="

    assert (
        town.visit(contact, "GET", url + str(town.large.ids["organisation_id"])).status_code == 200
    )
    for other in (town.large.ids["kept_id"], town.small.ids["organisation_id"]):
        assert town.visit(contact, "GET", url + str(other)).status_code == 404


def test_picking_another_cluster_s_rows_in_a_list_shows_none_of_them(town: Town) -> None:
    owner = town.staff(town.small)
    theirs = {"id": [str(town.large.ids["organisation_id"])], "tag": "new", "way": "add"}

    for what in ("tags/preview", "tags"):
        answer = town.visit(owner, "POST", f"/c/smaakkust/admin/members/{what}", data=theirs)
        assert answer.status_code < 500
        assert mark(town.large.cast) not in answer.get_data(as_text=True)
