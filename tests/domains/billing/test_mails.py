"""The invoice and receipt mails, as their job renders them."""

import pytest

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.render import render
from clusterorg.domains.billing import actions
from tests.domains.billing.conftest import DAY, line
from tests.support.jobs import run_jobs, waiting_jobs


@pytest.fixture
def letters(platform):
    """Render every mail that waits."""

    def rendered():
        run_jobs(platform, only="billing.render_document")
        return [
            render(
                args["template"],
                locale=args["locale"],
                context=args["context"],
                branding=Branding(name="SmaakKust"),
                base_url="https://us.example",
            )
            for name, args in waiting_jobs(platform)
            if name == "mail.send"
        ]

    return rendered


def both(letter):
    return (letter.text, letter.html)


def test_an_invoice_mail_says_how_to_pay_and_where_to_look(issue, letters, shop):
    invoice = issue()

    (letter,) = letters()

    assert invoice.number in letter.subject
    for part in both(letter):
        assert shop.cluster.iban in part
        assert f"https://us.example/c/{shop.slug}/portal/invoices/{invoice.id}" in part


def test_an_invoice_of_nought_asks_for_nothing(issue, letters):
    issue(line("dues", 0))

    (letter,) = letters()

    assert all("IBAN" not in part for part in both(letter))


def test_a_credit_note_mail_names_the_invoice(issue, letters, shop, work_for, at, actor):
    invoice = issue(deliver=False)
    with work_for(shop) as work:
        note = actions.credit_invoice(
            work, invoice_id=invoice.id, reason="x", issued_on=DAY, actor=actor, at=at
        )

    (letter,) = letters()

    assert note.number in letter.subject
    assert all(invoice.number in part for part in both(letter))


def test_a_receipt_says_what_was_paid_what_is_open_and_what_is_left_over(issue, pay, letters):
    part_paid, over = issue(deliver=False), issue(deliver=False)
    pay(part_paid, 10000)
    pay(over, 12600)

    first, second = letters()

    assert all("21,00" in part and part_paid.number in part for part in both(first))
    assert all("5,00" in part and over.number in part for part in both(second))


def test_a_name_with_marks_is_escaped_in_html(issue, letters, shop, work_for, at, actor):
    context = {
        "payer_name": "<b>Bakkerij</b>",
        "contact_name": None,
        "amount_cents": 1,
        "currency": "EUR",
        "method": "cash",
        "received_on": "2026-03-02",
        "invoices": [],
        "surplus_cents": 0,
        "path": "/c/x/portal/invoices",
    }

    letter = render(
        "receipt", locale="de", context=context, branding=Branding(), base_url="https://us.example"
    )

    assert "<b>Bakkerij" not in letter.html
    assert "<b>Bakkerij</b>" in letter.text
