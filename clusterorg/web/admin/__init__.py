"""Admin: the staff of a cluster at work. `urls` is its table of contents, one line per topic."""
