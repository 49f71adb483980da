"""Reads of membership. Lists give rows, not entities."""
