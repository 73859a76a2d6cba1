"""What guides may see of a student: everything that the school has of it, but drafts, 自傳 and 學習計畫"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SHOWN = (
    "person",
    "enrolment",
    "school_cadre",
    "receipt",
    "cadre_experience",
    "competition",
    "licence",
    "service_learning",
    "flexible_learning",
    "group_activity",
    "workplace_learning",
    "work",
    "advanced_placement",
    "other_performance",
)


def upgrade() -> None:
    record = sa.table(
        "record",
        sa.column("id", sa.Text),
        sa.column("form", sa.Text),
        sa.column("owner", sa.Text),
        sa.column("state", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("deleted", sa.Boolean),
        sa.column("values", sa.JSON),
        sa.column("srv", sa.JSON),
        sa.column("content_hash", sa.Text),
    )
    member = sa.table(
        "scope_member",
        sa.column("scope", sa.Text),
        sa.column("rec", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("present", sa.Boolean),
    )
    found = op.get_bind().execute(sa.select(record).where(record.c.deleted.is_(False))).all()
    classes = {row.owner: row._mapping["values"].get("class_name") for row in found if row.form == "person"}
    lines = []
    for row in found:
        if not row.owner or not _seen(row):
            continue
        lines.append({"scope": f"stu:{row.owner}", "rec": row.id, "seq": row.seq, "present": True})
        if classes.get(row.owner):
            lines.append({**lines[-1], "scope": f"cls:{classes[row.owner]}"})
    if lines:
        op.get_bind().execute(member.insert(), lines)


def _seen(row: sa.Row[tuple[object, ...]]) -> bool:
    if row.form == "person":
        return bool(row._mapping["values"].get("role") == "student")
    if row.form == "course_outcome":
        unchanged = row.srv.get("reviewed_hash") == row.content_hash
        return row.state in ("pending", "passed") or (row.state in ("failed", "revoked") and unchanged)
    return row.form in SHOWN
