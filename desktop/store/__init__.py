"""The encrypted database and the blob folder of one account; hands out frozen records, never rows."""
