"""Stripe's deliveries: seen by the cluster they are for, worked again by hand."""

from clusterorg.domains.billing.models import ProviderEvent
from clusterorg.kernel.ids import new_id
from tests.support.cast import Cast
from tests.support.jobs import waiting_jobs
from tests.support.office import Office
from tests.support.web import sign_in

DELIVERIES = "/c/smaakkust/admin/settings/deliveries"


def deliver(office: Office, event_id="evt_1", account="acct_smaakkust", status="failed"):
    with office.platform.unit_of_work() as work:
        row = ProviderEvent(
            id=new_id(),
            provider="stripe",
            account=account,
            event_id=event_id,
            event_type="checkout.session.completed",
            created_at=office.at,
            body={},
            received_at=office.at,
            status=status,
            tries=5,
            error="No answer from Stripe",
        )
        work.session.add(row)
        return row.id


def test_a_failed_delivery_is_seen_and_worked_again(manager, office: Office):
    event_id = deliver(office)

    page = manager.get(DELIVERIES)
    answer = manager.post(f"{DELIVERIES}/{event_id}/again")

    assert "No answer from Stripe" in page.text
    assert answer.status_code == 303
    assert ("billing.work_event", {"event_row_id": str(event_id)}) in waiting_jobs(office.platform)
    assert "Waiting" in manager.get(f"{DELIVERIES}?status=pending").text


def test_without_deliveries_the_page_says_when_they_come(manager, office: Office):
    page = manager.get(DELIVERIES)

    assert "As soon as somebody pays online" in page.text


def test_deliveries_of_another_account_are_neither_seen_nor_touched(manager, office: Office):
    event_id = deliver(office, account="acct_mecavallee")

    page = manager.get(DELIVERIES)
    answer = manager.post(f"{DELIVERIES}/{event_id}/again")

    assert "evt_1" not in page.text
    assert answer.status_code == 404


def test_a_viewer_may_not_see_deliveries(client, smaak: Cast, office: Office):
    sign_in(client, smaak, "viewer")

    assert client.get(DELIVERIES).status_code == 403
