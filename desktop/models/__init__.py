"""What screens show, as Qt item models and plain values over frozen records; no SQL and no HTTP."""
