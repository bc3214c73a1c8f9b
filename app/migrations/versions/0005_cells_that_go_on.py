"""Which cell goes on from which; a division replaced on its first day held on no day.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cell_ancestor",
        sa.Column("cell_id", sa.BigInteger(), nullable=False),
        sa.Column("ancestor_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cell_id", "ancestor_id", name=op.f("pk_cell_ancestor")),
        _cell("cell_id"),
        _cell("ancestor_id"),
    )
    op.create_index(op.f("ix_cell_ancestor_ancestor_id"), "cell_ancestor", ["ancestor_id"])
    _keep_dates("until IS NULL OR since <= until + 1")
    # Until now a division ended on the very day on which the next one began.
    op.execute(
        "UPDATE division d SET until = d.until - 1 WHERE d.state = 'ended' AND EXISTS ("
        "SELECT FROM division n WHERE n.community_id = d.community_id AND n.id <> d.id"
        " AND n.since = d.until)"
    )


def downgrade() -> None:
    op.execute("UPDATE division SET until = until + 1 WHERE state = 'ended'")
    _keep_dates("until IS NULL OR since <= until")
    op.drop_table("cell_ancestor")


def _cell(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_cell_ancestor_{column}_cell")
    return sa.ForeignKeyConstraint([column], ["cell.id"], name=name, ondelete="CASCADE")


def _keep_dates(rule: str) -> None:
    op.drop_constraint(op.f("ck_division_dates"), "division", type_="check")
    op.create_check_constraint(op.f("ck_division_dates"), "division", rule)
