"""What two copies say to each other: a core that does no I/O, and two thin shells (runner, http)."""
