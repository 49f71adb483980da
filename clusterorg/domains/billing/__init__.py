"""Billing: invoices, credit notes, payments, and paying online. It knows a payer and a *subject*
(type and id of what a line is for), never a membership.

Words
    product     what is sold, with a revenue account and dated VAT settings a person approved.
    document    an invoice or a credit note: numbered, frozen with both parties, lines, VAT, texts.
    number      series, year, count, without gaps: INV-2026-00001, CN-2026-00001.
    reference   what the payer tells the bank: Belgian structured communication (+++…+++) for
                Belgian clusters, ISO 11649 (RF…) for others; from a sequence of its own.
    payment     money that came; *allocations* say which invoices it pays; what is left is the
                payer's *credit*. Undoing adds rows with a minus and reverses the entry.
    state       open, part paid, paid, credited: derived from allocations and credit notes, never
                stored; overdue is derived from the cluster's local date.
    attempt     a try to pay online; its id is the idempotency key; states only move up.
    delivery    what a rail sends (provider event): stored once, worked by a job, only a hint to
                ask the rail.

Doors
    actions     add_product, change_product, set_vat · issue_invoice, issue_many, credit_invoice ·
                record_payment, record_joint_payment, apply_credit, undo_payment ·
                start_checkout … (call `checkout.open_payment_page` instead) · store_event,
                replay_event · store_document
    queries     invoices, invoice_detail, invoices_for(subjects), open_items, member_balance,
                ageing, year_totals, payments, products, price_with_vat, pending_attempts,
                provider_events, printed_document, faults (the proof)
    checkout    open_payment_page, look_again, close_page: conversations with a rail
    ports       PaymentRail, which an adapter keeps
    jobs        billing.render_document, billing.work_event, billing.close_checkout,
                billing.look_again, billing.find_missed (hourly)

News
    InvoiceIssued, InvoicePaid, InvoiceReopened, InvoiceCredited, PaymentRecorded, PaymentUndone,
    CheckoutFailed

How numbers stay without gaps: everything is worked out first, then one statement takes the block
from the locked counter row, then the rows are written; a rollback gives the numbers back. Runs call
`issue_many` per block of some 500 in a unit of work of its own.
"""
