"""Files by content: final ones in a folder or S3, arriving ones on the local disk. Who may read is not known here."""
