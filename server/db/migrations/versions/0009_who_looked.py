"""The record of acts: found by time, and who looked at it"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "looked",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "account", "device", "at", "what")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looked")),
    )
    op.create_index("ix_looked_at", "looked", ["at"])
    op.create_index("ix_history_at", "history", ["at"])
    op.create_index("ix_intent_recv_at", "intent", ["recv_at"])
