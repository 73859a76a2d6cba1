"""Qt item models over frozen records: no SQL, no HTTP, no screens."""
