"""What billing does when it hears news: a receipt for money that came."""

from typing import Any

from clusterorg.domains.billing.actions import add_product
from clusterorg.domains.billing.news import PaymentRecorded
from clusterorg.domains.billing.queries.balances import balances_of
from clusterorg.domains.billing.queries.payments import shares_of_payment
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.identity.news import ClusterCreated
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def send_receipt(work: UnitOfWork, news: PaymentRecorded) -> None:
    """Thank the payer by mail and say what was paid and what is left, unless asked not to."""
    if not news.send_receipt:
        return
    party = organisations.billing_party(work.session, news.payer_id, news.received_on)
    if not party.email:
        return
    cluster = identity.get_cluster(work.session, work.cluster_id)
    work.mail(
        to=party.email,
        locale=party.language or cluster.default_language,
        template="receipt",
        context={
            "payer_name": party.legal_name or party.name,
            "contact_name": party.contact_name,
            "amount_cents": news.amount_cents,
            "currency": "EUR",
            "method": news.method.value,
            "received_on": news.received_on.isoformat(),
            "invoices": _paid(work, news),
            "surplus_cents": news.surplus_cents,
            "path": f"/c/{cluster.slug}/portal/invoices",
        },
    )


def _paid(work: UnitOfWork, news: PaymentRecorded) -> list[dict[str, Any]]:
    balances = balances_of(work.session, list(news.invoice_ids))
    return [
        {
            "number": share.number,
            "paid_cents": share.amount_cents,
            "open_cents": max(balances[share.invoice_id].open_cents, 0),
        }
        for share in shares_of_payment(work.session, news.payment_id)
    ]


STARTING_PRODUCTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "dues",
        "730000",
        {
            "en": "Membership dues",
            "nl": "Lidgeld",
            "fr": "Cotisation",
            "de": "Mitgliedsbeitrag",
        },
    ),
    (
        "entry-fee",
        "730100",
        {"en": "Entry fee", "nl": "Instapgeld", "fr": "Droit d'entrée", "de": "Aufnahmegebühr"},
    ),
)


def give_products(work: UnitOfWork, _news: ClusterCreated) -> None:
    """Give a new cluster what its dues are sold as. VAT is left to its accountant."""
    for code, account, names in STARTING_PRODUCTS:
        add_product(
            work,
            code=code,
            names=names,
            revenue_account=account,
            actor=Actor.system("new cluster"),
            at=work.at,
        )


REACTIONS = [(PaymentRecorded, send_receipt), (ClusterCreated, give_products)]
