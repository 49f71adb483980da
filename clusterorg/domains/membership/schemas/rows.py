"""Shapes of what lists and pages give."""
