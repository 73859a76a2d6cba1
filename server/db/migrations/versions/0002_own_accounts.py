"""What people change about their own accounts: the second step at sign-in, the address of the post"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_step",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("pending", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_second_step")),
    )
    op.create_table(
        "spare_code",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("code_sha", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "code_sha", name=op.f("pk_spare_code")),
    )
    op.create_table(
        "email_change",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("code_sha", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_email_change")),
    )
