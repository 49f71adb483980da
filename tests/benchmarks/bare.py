"""The bare endpoint: Flask and SQLAlchemy Core, the rows of our member list, nothing else.

Hand-written for this one list, by somebody who knows the tables and the indexes: no filters, no
paging, no key, no row security (it reads as the superuser), one statement. What it answers is held
against the items of our own list before anything is measured.
"""

import os
from datetime import date

from flask import Flask, jsonify
from sqlalchemy import create_engine, text

app = Flask("bare")
engine = create_engine(os.environ["BARE_URL"], pool_size=5)
CLUSTER = os.environ["BARE_CLUSTER"]
SQL = text(
    """
    SELECT o.id, o.name, s.status, c.code AS category, c.voting,
      (SELECT min(m.starts_on) FROM terms m
       WHERE m.cluster_id = o.cluster_id AND m.organisation_id = o.id) AS member_since,
      t.until, x.ends_on,
      CASE WHEN d.due_on IS NULL THEN 'none' WHEN a.settled_on <= current_date THEN 'settled'
        WHEN d.due_on < current_date THEN 'overdue' ELSE 'open' END AS dues,
      o.helix, o.subgroup,
      coalesce(CASE WHEN z.headcount_centi IS NULL THEN NULL
        WHEN z.headcount_centi < 1000 THEN 'micro' WHEN z.headcount_centi < 5000 THEN 'small'
        WHEN z.headcount_centi < 25000 THEN 'medium' ELSE 'large' END,
        o.declared_size) AS size_class,
      z.headcount_centi, o.is_startup, o.website, o.email, r.city, r.country, r.nuts_code,
      ARRAY(SELECT g.name FROM organisation_tags og
        JOIN tags g ON g.cluster_id = og.cluster_id AND g.id = og.tag_id
        WHERE og.cluster_id = o.cluster_id AND og.organisation_id = o.id ORDER BY g.folded) AS tags,
      o.archived_at, o.version
    FROM organisations o
    LEFT JOIN LATERAL (SELECT * FROM terms m WHERE m.cluster_id = o.cluster_id
      AND m.organisation_id = o.id AND m.starts_on <= current_date
      ORDER BY m.starts_on DESC LIMIT 1) t ON true
    LEFT JOIN membership_categories c ON c.cluster_id = o.cluster_id AND c.id = t.category_id
    CROSS JOIN LATERAL (SELECT min(n.activated_on) AS activated_on, min(n.activated_on)
        FILTER (WHERE n.cause IN ('payment', 'free', 'import', 'decision')) AS settled_on
      FROM term_activations n WHERE n.cluster_id = o.cluster_id AND n.term_id = t.id
      AND NOT EXISTS (SELECT FROM activation_withdrawals w
        WHERE w.cluster_id = o.cluster_id AND w.activation_id = n.id)) a
    CROSS JOIN LATERAL (SELECT min(n.effective_on) AS ends_on FROM cancellations n
      WHERE n.cluster_id = o.cluster_id AND n.chain_id = t.chain_id
      AND n.requested_on <= current_date AND NOT EXISTS (SELECT FROM cancellation_withdrawals w
        WHERE w.cluster_id = o.cluster_id AND w.cancellation_id = n.id
        AND w.withdrawn_on <= current_date)) x
    CROSS JOIN LATERAL (SELECT max(n.due_on) AS due_on FROM obligations n
      WHERE n.cluster_id = o.cluster_id AND n.term_id = t.id AND n.cents > 0) d
    CROSS JOIN LATERAL (SELECT CASE
        WHEN t.until <= current_date OR x.ends_on <= current_date THEN 'left'
        WHEN EXISTS (SELECT FROM suspensions n WHERE n.cluster_id = o.cluster_id
          AND n.chain_id = t.chain_id AND n.starts_on <= current_date
          AND NOT EXISTS (SELECT FROM suspension_lifts l WHERE l.cluster_id = o.cluster_id
            AND l.suspension_id = n.id AND l.lifted_on <= current_date)) THEN 'suspended'
        WHEN a.settled_on <= current_date THEN 'active'
        WHEN t.settle_by <= current_date THEN 'lapsed'
        WHEN a.activated_on <= current_date THEN 'active'
        WHEN t.start_policy = 'provisional' THEN 'provisional' END AS status OFFSET 0) s
    LEFT JOIN LATERAL (SELECT n.headcount_centi FROM organisation_sizes n
      WHERE n.cluster_id = o.cluster_id AND n.organisation_id = o.id
      AND n.year <= extract(year FROM current_date) ORDER BY n.year DESC LIMIT 1) z ON true
    LEFT JOIN organisation_addresses r ON r.cluster_id = o.cluster_id
      AND r.organisation_id = o.id AND r.kind = 'registered'
    WHERE o.cluster_id = :cluster AND o.archived_at IS NULL
      AND s.status IN ('active', 'provisional', 'suspended')
    ORDER BY o.sort_name, o.id LIMIT 50
    """
)


@app.get("/rows")
def rows():
    """Answer the rows as JSON."""
    with engine.connect() as connection:
        found = connection.execute(SQL, {"cluster": CLUSTER}).mappings().all()
    return jsonify(items=[{key: plain(value) for key, value in row.items()} for row in found])


def plain(value):
    """Return dates as ISO writes them; Flask knows the rest."""
    return value.isoformat() if isinstance(value, date) else value
