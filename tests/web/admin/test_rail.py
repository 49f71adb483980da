"""The number of waiting applications beside its entry of the rail, on every page."""

import re

from flask.testing import FlaskClient

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.vocabulary import ApplicationState
from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.queries import count_queries
from tests.support.web import sign_in

MEMBERS = "/c/smaakkust/admin/members"
ENTRY = re.compile(r'<a href="[^"]*/applications"[^>]*>(.*?)</a>', re.DOTALL)


def said(client: FlaskClient, url: str = MEMBERS) -> str:
    """Return what a screen reader says of the entry."""
    found = ENTRY.search(client.get(url).text)
    assert found
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def test_the_rail_tells_how_many_wait(manager: FlaskClient, office: Office) -> None:
    empty = said(manager)
    office.application("Zeewier bv", 50)
    office.application("Algenlab bv", 51)

    assert empty == "Applications"
    assert said(manager) == "Applications 2 waiting"


def test_only_those_that_wait_for_us_count(
    manager: FlaskClient, client: FlaskClient, meca: Cast, office: Office
) -> None:
    waiting, asked, gone = (office.application(f"Bedrijf {n} bv", 50 + n) for n in range(3))
    by = {"actor": office.actor, "at": office.at}
    with office.platform.unit_of_work(office.cast.id) as work:
        actions.ask_for_information(work, application_id=asked, question="Why?", **by)
        actions.reject_application(work, application_id=gone, reason="Too far away", **by)

    assert said(manager) == "Applications 1 waiting"
    with office.platform.session(office.cast.id) as session:
        counted = queries.counts_by_state(session)
        assert counted[ApplicationState.SUBMITTED] == queries.waiting_number(session) == 1
        assert queries.state_of(session, waiting) is ApplicationState.SUBMITTED
    sign_in(client, meca, "manager")
    assert said(client, f"/c/{meca.slug}/admin/members") == "Applications"


def test_it_is_one_statement_however_many_wait(manager: FlaskClient, office: Office) -> None:
    def statements() -> list[str]:
        with count_queries(office.platform.bind) as counted:
            manager.get(MEMBERS)
        return counted.statements

    statements()
    for_none = statements()
    for number in range(3):
        office.application(f"Bedrijf {number} bv", 50 + number)

    for_three = statements()

    assert len(for_three) == len(for_none)
    assert sum("application_events" in each and "count(" in each for each in for_three) == 1
