"""Membership: who is a member, since when, at what price, and how they come and go."""
