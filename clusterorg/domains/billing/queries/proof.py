"""The proof that billing and ledger tell the same story; empty lists are the proof."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from clusterorg.domains.ledger.vocabulary import Fault

# Each statement answers id and sentence of what is wrong in the cluster in scope (row security).
_PROOFS = {
    "invoice_not_booked": """
        SELECT i.id, 'Document ' || i.number || ' of ' || i.gross_cents || ' cents is booked with '
               || coalesce(b.cents, 0) || ' on receivables.'
          FROM invoices i LEFT JOIN (
               SELECT e.cause_id, sum(p.cents) AS cents FROM journal_entries e
                 JOIN postings p ON p.cluster_id = e.cluster_id AND p.entry_id = e.id
                 JOIN accounts a ON a.cluster_id = p.cluster_id AND a.id = p.account_id
                WHERE e.cause_type = 'invoice' AND a.role = 'receivable' GROUP BY e.cause_id
               ) b ON b.cause_id = i.id
         WHERE coalesce(b.cents, 0)
               <> CASE i.kind WHEN 'invoice' THEN i.gross_cents ELSE -i.gross_cents END
    """,
    "vat_not_booked": """
        SELECT i.id, 'Document ' || i.number || ' has ' || i.vat_cents || ' cents of VAT but books '
               || coalesce(-b.cents, 0) || '.'
          FROM invoices i LEFT JOIN (
               SELECT e.cause_id, sum(p.cents) AS cents FROM journal_entries e
                 JOIN postings p ON p.cluster_id = e.cluster_id AND p.entry_id = e.id
                 JOIN accounts a ON a.cluster_id = p.cluster_id AND a.id = p.account_id
                WHERE e.cause_type = 'invoice' AND a.role = 'vat_due' GROUP BY e.cause_id
               ) b ON b.cause_id = i.id
         WHERE coalesce(-b.cents, 0)
               <> CASE i.kind WHEN 'invoice' THEN i.vat_cents ELSE -i.vat_cents END
    """,
    "payment_not_booked": """
        SELECT p.id, 'Payment ' || p.id || ' of ' || p.amount_cents || ' cents is booked with '
               || coalesce(b.cents, 0) || '.'
          FROM payments p LEFT JOIN (
               SELECT e.cause_id, sum(l.cents) AS cents FROM journal_entries e
                 JOIN postings l ON l.cluster_id = e.cluster_id AND l.entry_id = e.id
                WHERE e.cause_type = 'payment' AND l.cents > 0 GROUP BY e.cause_id
               ) b ON b.cause_id = p.id
         WHERE p.reverses_id IS NULL AND coalesce(b.cents, 0) <> p.amount_cents
    """,
    "booked_twice": """
        SELECT e.cause_id, 'The ' || e.cause_type || ' ' || e.cause_id || ' has ' || count(*)
               || ' entries.'
          FROM journal_entries e WHERE e.cause_type IN ('invoice', 'payment')
         GROUP BY e.cause_type, e.cause_id HAVING count(*) > 1
    """,
    "entry_without_cause": """
        SELECT e.id, 'Entry ' || e.id || ' books the ' || e.cause_type || ' ' || e.cause_id
               || ', which is not there.'
          FROM journal_entries e
         WHERE (e.cause_type = 'invoice' AND NOT EXISTS (SELECT 1 FROM invoices i
                 WHERE i.cluster_id = e.cluster_id AND i.id = e.cause_id))
            OR (e.cause_type = 'payment' AND NOT EXISTS (SELECT 1 FROM payments p
                 WHERE p.cluster_id = e.cluster_id AND p.id = e.cause_id))
    """,
    "reversal_not_booked": """
        SELECT p.id, 'The reversal of payment ' || p.reverses_id || ' has no entry.'
          FROM payments p
         WHERE p.reverses_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM journal_entries e
                 JOIN journal_entries r ON r.cluster_id = e.cluster_id AND r.reverses_id = e.id
                WHERE e.cluster_id = p.cluster_id AND e.cause_type = 'payment'
                  AND e.cause_id = p.reverses_id)
    """,
    "payment_overspent": """
        SELECT p.id, 'Payment ' || p.id || ' gave more than its ' || p.amount_cents || ' cents.'
          FROM payments p JOIN allocations a
            ON a.cluster_id = p.cluster_id AND a.payment_id = p.id
         GROUP BY p.id, p.amount_cents HAVING sum(a.amount_cents) > p.amount_cents
    """,
    "invoice_overpaid": """
        SELECT i.id, 'Invoice ' || i.number || ' was given more than it asks.'
          FROM invoices i
          JOIN (SELECT invoice_id, sum(amount_cents) AS cents
                  FROM allocations GROUP BY invoice_id) a
            ON a.invoice_id = i.id
          LEFT JOIN (SELECT credits_id, sum(gross_cents) AS cents FROM invoices
                      WHERE credits_id IS NOT NULL GROUP BY credits_id) c ON c.credits_id = i.id
         WHERE a.cents < 0 OR a.cents > i.gross_cents - coalesce(c.cents, 0)
    """,
    "credited_beyond_invoice": """
        SELECT i.id, 'Invoice ' || i.number || ' is credited beyond its total.'
          FROM invoices i JOIN invoices c ON c.cluster_id = i.cluster_id AND c.credits_id = i.id
         GROUP BY i.id, i.number, i.gross_cents HAVING sum(c.gross_cents) > i.gross_cents
    """,
    "lines_differ": """
        SELECT i.id, 'The lines of ' || i.number || ' come to ' || sum(l.net_cents)
               || ' cents, the document says ' || i.net_cents || '.'
          FROM invoices i JOIN invoice_lines l
            ON l.cluster_id = i.cluster_id AND l.invoice_id = i.id
         GROUP BY i.id, i.number, i.net_cents HAVING sum(l.net_cents) <> i.net_cents
    """,
    "series_with_gap": """
        SELECT c.id, 'Series ' || c.series || ' ' || c.year || ' counts ' || c.next_sequence - 1
               || ' documents, ' || count(i.id) || ' are there.'
          FROM document_counters c LEFT JOIN invoices i
            ON i.cluster_id = c.cluster_id AND i.kind = c.series AND i.year = c.year
         GROUP BY c.id, c.series, c.year, c.next_sequence
        HAVING count(i.id) <> c.next_sequence - 1 OR coalesce(max(i.sequence), 0) <> count(i.id)
    """,
    "dates_against_numbers": """
        SELECT id, 'Document ' || number || ' is dated before an earlier number.' FROM (
               SELECT id, number, issued_on,
                      max(issued_on) OVER (PARTITION BY kind, year ORDER BY sequence) AS latest
                 FROM invoices) d
         WHERE issued_on < latest
    """,
}


def faults(session: Session) -> list[Fault]:
    """Check that every document and payment of the cluster in scope is booked once and adds up.

    Row security keeps the plain statements to the cluster. See also `ledger.queries.faults`.
    """
    found: list[Fault] = []
    for code, statement in _PROOFS.items():
        rows = session.execute(text(statement))
        found += [Fault(code, UUID(str(row[0])), str(row[1])) for row in rows]
    return found
