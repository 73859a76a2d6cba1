"""The end of keeping: files that nobody names, and a log of what was removed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "condemned",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_condemned")),
    )
    words = ("id", "whose", "left_on", "at", "actor", "reason")
    counts = ("records", "acts", "files")
    op.create_table(
        "purged",
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        *(sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purged")),
    )
    op.create_index("ix_intent_actor", "intent", ["actor"])
