"""The printed document: the same bytes every time, in four languages, readable by anybody."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from segno import helpers
from sqlalchemy import text

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.documents import (
    FrozenDocument,
    FrozenLine,
    FrozenParty,
    render_pdf,
)
from clusterorg.domains.billing.documents.qr import epc_qr
from clusterorg.domains.billing.documents.view import view
from clusterorg.domains.billing.documents.words import WORDS
from clusterorg.domains.billing.errors import DocumentMissing, InvoiceNotFound
from clusterorg.domains.billing.queries.files import stored_file
from clusterorg.domains.billing.vocabulary import DocumentKind, VatCategory, VatGroup
from clusterorg.domains.identity.models import ClusterLogo
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    OrganisationData,
)
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY
from tests.support.cast import AT
from tests.support.jobs import run_jobs, waiting_jobs

SELLER = FrozenParty(
    "SmaakKust",
    "SmaakKust vzw",
    "Havenlaan 12",
    "8400",
    "Oostende",
    "BE",
    "0001000187",
    "BE0001000187",
    "info@smaakkust.example",
    iban="BE68539007547034",
    bic="GKCCBEBB",
    colour="#1d6f5c",
)
BUYER = FrozenParty("Bakkerij", "Bakkerij Ter Leyevelde nv", "Kouter 1", "9800", "Deinze", "BE")
LINE = FrozenLine("Lidgeld 2026", None, Decimal(1), 12000, 12000, VatCategory.STANDARD, 2100)
DOCUMENT = FrozenDocument(
    kind=DocumentKind.INVOICE,
    number="INV-2026-00042",
    issued_on=DAY,
    due_on=date(2026, 4, 1),
    language="nl",
    currency="EUR",
    seller=SELLER,
    buyer=BUYER,
    lines=(LINE,),
    groups=(VatGroup(VatCategory.STANDARD, 2100, None, 12000, 2520),),
    net_cents=12000,
    vat_cents=2520,
    gross_cents=14520,
    payment_reference="090933755493",
)
CREDIT_NOTE = replace(
    DOCUMENT,
    kind=DocumentKind.CREDIT_NOTE,
    number="CN-2026-00001",
    credited_number="INV-2026-00042",
    credited_on=DAY,
    reason="Vertrokken",
)


def printed(document):
    """Return the PDF's text on one line."""
    reader = PdfReader(BytesIO(render_pdf(document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def logo():
    out = BytesIO()
    Image.new("RGB", (400, 100), "#1d6f5c").save(out, "PNG")
    return out.getvalue()


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(DOCUMENT) == render_pdf(replace(DOCUMENT))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", [DOCUMENT, CREDIT_NOTE], ids=["invoice", "credit_note"])
def test_a_document_is_printed_in_its_language(document, language):
    text_of = printed(replace(document, language=language))

    assert WORDS[language][document.kind.value] in text_of
    assert document.number in text_of
    assert "Bakkerij Ter Leyevelde nv" in text_of


def test_an_invoice_says_how_to_pay():
    text_of = printed(DOCUMENT)

    assert "BE68 5390 0754 7034" in text_of
    assert "+++090/9337/55493+++" in text_of
    assert "€ 145,20" in text_of


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "€145.20"), ("nl", "€ 145,20"), ("fr", "145,20 €"), ("de", "145,20 €")],
)
def test_a_document_writes_money_as_the_mail_it_comes_with(language, written):
    gross = view(replace(DOCUMENT, language=language))["gross"]

    assert " ".join(gross.split()) == written


def test_a_credit_note_names_its_invoice_and_asks_for_nothing():
    text_of = printed(CREDIT_NOTE)

    assert "INV-2026-00042" in text_of
    assert "BE68 5390" not in text_of


def test_the_file_is_for_archives_and_for_screen_readers():
    reader = PdfReader(BytesIO(render_pdf(DOCUMENT)))
    metadata = reader.xmp_metadata.stream.get_data().decode()

    assert "pdfaid:part" in metadata
    assert "pdfuaid:part" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "nl"
    assert reader.metadata.title == "Factuur INV-2026-00042"


def test_many_lines_run_over_pages_with_their_heads_repeated():
    long = replace(LINE, description="Een omschrijving die lang is " * 8, detail="en uitleg " * 20)

    reader = PdfReader(BytesIO(render_pdf(replace(DOCUMENT, lines=(long,) * 40))))

    assert len(reader.pages) > 3
    assert all("Omschrijving" in page.extract_text() for page in reader.pages[:3])


def test_a_logo_and_marks_that_mean_something_elsewhere_are_printed_as_they_are():
    odd = '#let x = [1] $2$ *3* _4_ <5> @6 \\ " “ & %'
    document = replace(DOCUMENT, logo_png=logo(), note=odd, buyer=replace(BUYER, legal_name=odd))

    text_of = printed(document)

    assert text_of.count("#let x = [1] $2$ *3* _4_ <5> @6") == 2


def test_an_invoice_outside_the_scope_of_vat_bears_no_vat_number():
    document = replace(
        DOCUMENT,
        groups=(VatGroup(VatCategory.OUT_OF_SCOPE, 0, "VATEX-EU-O", 12000, 0),),
        vat_cents=0,
        gross_cents=12000,
    )

    assert "Btw-nr. BE 0001.000.187" in printed(DOCUMENT)
    assert "Btw-nr." not in printed(document)
    assert "0001.000.187" in printed(document)


def test_a_foreign_buyer_is_addressed_with_the_country():
    assert "France" in str(
        view(replace(DOCUMENT, language="en", buyer=replace(BUYER, country="FR")))
    )


@pytest.mark.parametrize(
    "document",
    [
        CREDIT_NOTE,
        replace(DOCUMENT, gross_cents=0),
        replace(DOCUMENT, seller=replace(SELLER, iban=None)),
        replace(DOCUMENT, currency="USD"),
    ],
)
def test_where_nothing_can_be_transferred_there_is_no_code(document):
    assert epc_qr(document) is None
    assert render_pdf(document)


def test_the_code_says_amount_account_and_reference(monkeypatch):
    said = {}
    make = helpers.make_epc_qr
    monkeypatch.setattr(helpers, "make_epc_qr", lambda **facts: said.update(facts) or make(**facts))

    epc_qr(DOCUMENT)

    assert said["amount"] == Decimal("145.20")
    assert (said["iban"], said["text"]) == ("BE68539007547034", "+++090/9337/55493+++")
    epc_qr(replace(DOCUMENT, payment_reference="RF18539007547034"))
    assert (said["reference"], said["text"]) == ("RF18539007547034", None)


@pytest.mark.parametrize("colour", ["#ffe000", "#ffffff", "#1d6f5c", "#000000"])
def test_a_pale_colour_is_darkened_for_text_and_a_dark_one_kept(colour):
    text_colour = view(replace(DOCUMENT, seller=replace(SELLER, colour=colour)))["text_colour"]

    assert (text_colour == colour) == (colour in ("#1d6f5c", "#000000"))
    assert render_pdf(replace(DOCUMENT, seller=replace(SELLER, colour=colour)))


def test_every_language_has_every_word():
    keys = {language: set(words) for language, words in WORDS.items()}

    assert set(keys) == set(LANGUAGES)
    assert len({frozenset(words) for words in keys.values()}) == 1


def test_the_job_keeps_the_file_with_its_digest_and_mails_it_once(issue, platform, shop, work_for):
    invoice = issue()

    run_jobs(platform, only="billing.render_document")
    with work_for(shop) as work:
        again = actions.store_document(work, invoice_id=invoice.id, deliver=True, at=AT)

    assert again is False
    mails = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert [(m["to"], m["template"], m["locale"]) for m in mails] == [
        ("boekhouding@payer.example", "invoice", "nl")
    ]
    with work_for(shop) as work:
        stored = queries.printed_document(work.session, invoice.id)
        fresh = render_pdf(queries.frozen_document(work.session, invoice.id))
    assert stored.content == fresh
    assert stored.sha256 == hashlib.sha256(fresh).hexdigest()
    assert stored.filename == f"{invoice.number}.pdf"


def test_before_the_job_ran_the_same_bytes_are_made_on_the_spot(issue, shop, work_for, platform):
    invoice = issue()
    with work_for(shop) as work:
        early = queries.printed_document(work.session, invoice.id)

    run_jobs(platform, only="billing.render_document")

    with work_for(shop) as work:
        assert queries.printed_document(work.session, invoice.id) == early


def test_a_changed_logo_does_not_change_what_was_issued(issue, shop, work_for, platform, at):
    picture = logo()
    with work_for(shop) as work:
        digest = hashlib.sha256(picture).hexdigest()
        facts = {"sha256": digest, "width": 400, "height": 100, "created_at": at}
        work.session.add(ClusterLogo(png=picture, **facts))
    invoice = issue()
    with work_for(shop) as work:
        before = queries.printed_document(work.session, invoice.id)

    with work_for(shop) as work:
        work.session.execute(text("DELETE FROM cluster_logos"))

    with work_for(shop) as work:
        assert queries.printed_document(work.session, invoice.id) == before
        assert queries.frozen_document(work.session, invoice.id).logo_png == picture


def test_a_payer_without_a_mail_address_gets_the_file_but_no_mail(
    issue, platform, shop, work_for, actor, at
):
    with work_for(shop) as work:
        silent = organisations.add_organisation(
            work,
            data=OrganisationData(name="Stil bv", helix=Helix.BUSINESS),
            actor=actor,
            at=at,
        )
    issue(payer_id=silent.id)

    run_jobs(platform, only="billing.render_document")

    assert not [name for name, _args in waiting_jobs(platform) if name == "mail.send"]


@pytest.fixture
def posted(issue, platform):
    """Issue an invoice and let its job make the file."""

    def made(**more):
        invoice = issue(**more)
        run_jobs(platform, only="billing.render_document")
        return invoice

    return made


def billing_role(valid_from, valid_until=None):
    return ContactRoleData(role=ContactRole.BILLING, valid_from=valid_from, valid_until=valid_until)


def test_a_file_is_sent_again_to_who_reads_invoices_on_the_clusters_day(
    posted, baker, shop, work_for, actor, at
):
    invoice, april = posted(), date(2026, 4, 1)
    late_at_night = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # in Brussels it is 1 April
    with work_for(shop) as work:
        for name, role in (
            ("before", billing_role(date(2026, 1, 1), april)),
            ("after", billing_role(april)),
        ):
            data = ContactData(given_name=name, email=f"{name}@payer.example", roles=(role,))
            organisations.add_contact(work, organisation_id=baker, data=data, actor=actor, at=at)

    with work_for(shop) as work:
        to = actions.send_again(work, invoice_id=invoice.id, actor=actor, at=late_at_night)

    assert to == "after@payer.example"


def test_a_file_of_a_merged_payer_is_sent_again_to_the_one_that_was_kept(
    posted, baker, dairy, shop, work_for, actor, at
):
    invoice = posted(payer_id=dairy)
    data = ContactData(
        given_name="Els",
        email="els@payer.example",
        roles=(billing_role(date(2026, 1, 1)),),
    )
    with work_for(shop) as work:
        organisations.add_contact(work, organisation_id=baker, data=data, actor=actor, at=at)
    with work_for(shop) as work:
        organisations.merge_organisations(
            work, kept_id=baker, gone_id=dairy, actor=actor, at=at, reason="typed twice"
        )

    with work_for(shop) as work:
        to = actions.send_again(work, invoice_id=invoice.id, actor=actor, at=at)

    assert to == "els@payer.example"


def test_another_clusters_document_is_not_found(issue, meca, work_for):
    invoice = issue()

    for invoice_id in (invoice.id, new_id()):
        with pytest.raises(InvoiceNotFound), work_for(meca) as work:
            queries.printed_document(work.session, invoice_id)


def test_a_file_that_is_not_made_yet_is_missing(shop, work_for):
    with pytest.raises(DocumentMissing), work_for(shop) as work:
        stored_file(work.session, new_id())
