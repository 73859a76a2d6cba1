"""Who teaches here stands in a scope of its own, so that teachers can name each other as deputies"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    record = sa.table(
        "record",
        sa.column("id", sa.Text),
        sa.column("form", sa.Text),
        sa.column("values", sa.JSON),
        sa.column("seq", sa.BigInteger),
        sa.column("deleted", sa.Boolean),
    )
    member = sa.table(
        "scope_member",
        sa.column("scope", sa.Text),
        sa.column("rec", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("present", sa.Boolean),
    )
    people = op.get_bind().execute(sa.select(record).where(record.c.form == "person"))
    lines = [
        {"scope": "teachers", "rec": row.id, "seq": row.seq, "present": True}
        for row in people
        if row._mapping["values"].get("role") == "teacher"
    ]
    if lines:
        op.get_bind().execute(member.insert(), lines)
