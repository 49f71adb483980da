"""What identity decides without asking anybody: no session, no clock, no network."""
