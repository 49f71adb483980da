"""What the business is: one folder per domain, in staircase order (see HOUSE.md)."""
