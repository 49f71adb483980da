"""The portal: a member's contact sees their own organisation, and nothing of anybody else's."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from clusterorg.domains.billing.models import Invoice
from clusterorg.domains.identity.models import Person
from clusterorg.domains.membership import actions as membership
from clusterorg.domains.membership.models import Application
from clusterorg.domains.organisations.models import Contact
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.club import join_form, open_club
from tests.support.web import sign_in, sign_in_person

PORTAL = "/c/smaakkust/portal"


@dataclass
class Member:
    """A member that came by the join page and was approved."""

    organisation_id: UUID
    person_id: UUID
    contact_id: UUID
    invoice_id: UUID


def join(client: FlaskClient, platform: Platform, cast: Cast, **changed: object) -> Member:
    answer = client.post("/c/smaakkust/join", data=join_form(**changed))
    assert answer.status_code == 302, answer.text
    with platform.unit_of_work(cast.id) as work:
        application = work.session.scalars(
            select(Application).order_by(Application.id.desc()).limit(1)
        ).one()
        approved = membership.approve_application(
            work, application_id=application.id, actor=cast.actor(), at=now()
        )
        email = application.contact_email
    with platform.session(cast.id) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        contact = session.scalars(select(Contact).where(Contact.person_id == person.id)).one()
        return Member(approved.organisation_id, person.id, contact.id, approved.invoice_id)


@pytest.fixture
def duin(client: FlaskClient, platform: Platform, smaak: Cast) -> Member:
    open_club(platform, smaak)
    return join(client, platform, smaak)


@pytest.fixture
def other(client: FlaskClient, platform: Platform, smaak: Cast, duin: Member) -> Member:
    return join(
        client,
        platform,
        smaak,
        name="Zoutziederij bv",
        enterprise_number="0100000169",
        email="an@zout.example",
    )


@pytest.fixture
def els(client: FlaskClient, platform: Platform, duin: Member) -> FlaskClient:
    """The browser of De Duin's voting representative."""
    return sign_in_person(client, platform, duin.person_id)


def test_the_front_page_says_where_the_membership_stands_and_what_to_pay(els: FlaskClient) -> None:
    answer = els.get(f"{PORTAL}/?lang=en")

    assert answer.status_code == 200
    assert "Kaasmakerij De Duin bv" in answer.text
    assert "Awaiting payment" in answer.text
    assert "Pay €605.00" in answer.text


def test_an_invoice_shows_what_it_is_for_and_how_to_pay_by_transfer(
    els: FlaskClient, duin: Member
) -> None:
    answer = els.get(f"{PORTAL}/invoices/{duin.invoice_id}?lang=en")

    assert "Yearly dues for" in answer.text
    assert "+++" in answer.text
    assert "BE56363123456788" in answer.text


def test_the_invoice_comes_as_pdf(els: FlaskClient, duin: Member) -> None:
    answer = els.get(f"{PORTAL}/invoices/{duin.invoice_id}/pdf")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")


@pytest.mark.parametrize("page", ["invoices/{}", "invoices/{}/pdf"])
def test_another_members_invoice_is_not_found(els: FlaskClient, other: Member, page: str) -> None:
    assert els.get(f"{PORTAL}/{page.format(other.invoice_id)}").status_code == 404


def test_another_members_invoice_cannot_be_paid_from_here(els: FlaskClient, other: Member) -> None:
    assert els.post(f"{PORTAL}/invoices/{other.invoice_id}/pay").status_code == 404


@pytest.mark.parametrize("page", ["people/{}", "people/{}/end"])
def test_another_members_people_are_not_found(els: FlaskClient, other: Member, page: str) -> None:
    address = f"{PORTAL}/{page.format(other.contact_id)}"

    assert els.get(address).status_code == 404
    assert els.post(address, data={}).status_code == 404


def test_naming_another_organisation_in_the_address_opens_nothing(
    els: FlaskClient, other: Member
) -> None:
    assert els.get(f"{PORTAL}/?for={other.organisation_id}").status_code == 404


def test_staff_without_a_contact_have_no_portal(
    client: FlaskClient, smaak: Cast, duin: Member
) -> None:
    sign_in(client, smaak, "manager")

    assert client.get(f"{PORTAL}/").status_code == 404


def test_a_contact_has_no_admin(els: FlaskClient) -> None:
    assert els.get("/c/smaakkust/admin/").status_code == 404


def test_a_visitor_is_led_to_the_sign_in(client: FlaskClient, duin: Member) -> None:
    answer = client.get(f"{PORTAL}/")

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_colleague_is_added_and_invited(
    els: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    answer = els.post(
        f"{PORTAL}/people/add",
        data={
            "given_name": "Bo",
            "family_name": "Maes",
            "email": "bo@deduin.example",
            "language": "nl",
            "role": "billing",
            "invite": "y",
        },
    )

    assert answer.status_code == 302
    with platform.session(smaak.id) as session:
        contact = session.scalars(select(Contact).where(Contact.given_name == "Bo")).one()
        assert contact.person_id is not None


def test_a_contact_does_not_flood_mailboxes_with_invitations(
    els: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    bo = {"family_name": "Maes", "language": "nl", "role": "general", "invite": "y"}

    def invited(name: str, email: str) -> int:
        data = {**bo, "given_name": name, "email": email}
        return els.post(f"{PORTAL}/people/add", data=data).status_code

    one_mailbox = [invited(f"Bo {n}", "bo@deduin.example") for n in range(4)]
    many = [invited(f"Al {n}", f"al{n}@deduin.example") for n in range(18)]

    assert one_mailbox == [302] * 3 + [429]
    assert many == [302] * 17 + [429]


def test_a_person_who_left_loses_roles_and_portal(
    els: FlaskClient, platform: Platform, smaak: Cast, duin: Member
) -> None:
    answer = els.post(f"{PORTAL}/people/{duin.contact_id}/end", data={})

    assert answer.status_code == 302
    assert els.get(f"{PORTAL}/").status_code == 404


def test_details_are_changed_and_a_stale_edit_is_a_conflict(els: FlaskClient) -> None:
    page = els.get(f"{PORTAL}/details").text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    first = els.post(
        f"{PORTAL}/details", data={"website": "https://deduin.example", "version": version}
    )

    second = els.post(
        f"{PORTAL}/details?lang=en",
        data={"website": "https://other.example", "version": version},
    )

    assert first.status_code == 302
    assert second.status_code == 422
    assert "Someone changed this" in second.text
    assert 'value="https://other.example"' in second.text


def test_a_billing_contact_may_pay_but_not_change_people(
    els: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    els.post(
        f"{PORTAL}/people/add",
        data={
            "given_name": "Bo", "family_name": "Maes", "email": "bo@deduin.example",
            "language": "nl", "role": "billing", "invite": "y",
        },
    )  # fmt: skip
    with platform.session() as session:
        bo = session.scalars(select(Person).where(Person.email == "bo@deduin.example")).one()
    sign_in_person(els, platform, bo.id)

    assert els.get(f"{PORTAL}/invoices").status_code == 200
    assert els.get(f"{PORTAL}/people/add").status_code == 403


def test_the_invoice_list_takes_the_same_number_of_rows_as_there_are(
    els: FlaskClient, platform: Platform, smaak: Cast, duin: Member
) -> None:
    with platform.session(smaak.id) as session:
        number = session.scalars(select(Invoice.number).where(Invoice.id == duin.invoice_id)).one()

    assert els.get(f"{PORTAL}/invoices").text.count(number) == 1


def test_every_button_that_posts_carries_a_once_token(els: FlaskClient, duin: Member) -> None:
    page = els.get(f"{PORTAL}/invoices/{duin.invoice_id}").text

    for form in page.split('method="post"')[1:]:
        body = form.split("</form>")[0]
        assert 'name="once"' in body or "sign-out" in body or "/leave" in body, body[:200]


def test_a_version_that_is_no_number_is_refused_at_the_form(els: FlaskClient) -> None:
    answer = els.post(f"{PORTAL}/details", data={"phone": "+32 59 1", "version": "abc"})

    assert answer.status_code == 422
