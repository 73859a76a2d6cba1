"""What the school did not take: reading it puts it away; its exact words stay in the journal."""

from desktop.changes import Changes
from desktop.desk import Desk


def put_away(desk: Desk, intent: str) -> Changes:
    touched = desk.store.dismiss(intent)
    return Changes(records=touched.records, all=not touched.records)
