"""The school: keeps everybody's records, and is the one that certifies. Of sync it may know the wire only."""
