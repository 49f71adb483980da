"""Operator: the platform's own staff, who open clusters. `urls` is the table of contents."""
