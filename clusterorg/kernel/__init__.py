"""The ground under all domains; it knows none of them.

Rooms: `db` (base classes, columns), `scope` (one cluster per session, four locks), `unit_of_work`
(the single commit), `news` (what one domain tells another), `jobs` (procrastinate, enqueued in the
same transaction), `audit` (append-only log), `errors`, `money`, `clock`, `ids`, `paging`, `i18n`,
`actor`, `idempotency`, `platform` (all of it put together once per process).
"""
