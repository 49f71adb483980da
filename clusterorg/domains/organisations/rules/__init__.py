"""Pure rules: no session, no clock, no writing. Each module decides one matter."""
