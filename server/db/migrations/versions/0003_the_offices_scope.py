"""What stands in the office's scope already: people, questions, reported receipts, picks and the courses behind them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PICKED = ("picked", "locked", "submitted", "reopened")


def upgrade() -> None:
    record = sa.table(
        "record",
        sa.column("id", sa.Text),
        sa.column("form", sa.Text),
        sa.column("parent", sa.Text),
        sa.column("state", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("deleted", sa.Boolean),
        sa.column("srv", sa.JSON),
    )
    member = sa.table(
        "scope_member",
        sa.column("scope", sa.Text),
        sa.column("rec", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("present", sa.Boolean),
    )
    found = {row.id: row for row in op.get_bind().execute(sa.select(record))}
    concern = {one for one, row in found.items() if _concerns_the_office(row)}
    concern |= {found[one].parent for one in concern if found[one].parent in found}
    lines = [
        {"scope": "staff", "rec": one, "seq": found[one].seq, "present": True} for one in sorted(concern)
    ]
    if lines:
        op.get_bind().execute(member.insert(), lines)


def _concerns_the_office(row: sa.Row[tuple[object, ...]]) -> bool:
    if row.form in ("person", "inquiry"):
        return True
    if row.form == "receipt":
        return "report" in row.srv and row.state in ("reported", "processed", "confirmed")
    return not row.deleted and row.srv.get("selection") in PICKED
