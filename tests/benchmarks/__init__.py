"""Figures, measured side by side in one run: `make bench`. Never part of the tests.

Each figure is a ratio to the least that the same database and machine could do: a bare Flask
endpoint over SQLAlchemy Core, raw SQL, COPY.
"""
