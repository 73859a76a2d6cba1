"""校內幹部 stand in the office's scope too: it hands them in. Its copies read that scope anew"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    record = sa.table(
        "record", sa.column("id", sa.Text), sa.column("form", sa.Text), sa.column("seq", sa.BigInteger)
    )
    member = sa.table(
        "scope_member",
        sa.column("scope", sa.Text),
        sa.column("rec", sa.Text),
        sa.column("seq", sa.BigInteger),
        sa.column("present", sa.Boolean),
    )
    scope = sa.table("scope", sa.column("id", sa.Text), sa.column("gen", sa.Integer))
    found = bind.execute(sa.select(record.c.id, record.c.seq).where(record.c.form == "school_cadre")).all()
    if not found:
        return
    lines = [{"scope": "staff", "rec": one.id, "seq": one.seq, "present": True} for one in found]
    bind.execute(member.insert(), lines)
    if bind.execute(sa.update(scope).where(scope.c.id == "staff").values(gen=scope.c.gen + 1)).rowcount == 0:
        bind.execute(scope.insert().values(id="staff", gen=2))
