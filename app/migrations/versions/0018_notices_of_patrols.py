"""Notices of patrols beside those of issues: that one can set out, that nobody did.

Revision: 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("notice", "issue_id", nullable=True)
    op.add_column(
        "notice",
        sa.Column(
            "patrol_id",
            sa.BigInteger(),
            sa.ForeignKey("patrol.id", ondelete="CASCADE"),
            nullable=True,
        ),
    )
    op.create_index("ix_notice_patrol_id", "notice", ["patrol_id"])
    op.create_check_constraint(
        op.f("ck_notice_one_matter"), "notice", "num_nonnulls(issue_id, patrol_id) = 1"
    )


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE issue_id IS NULL")
    op.drop_constraint(op.f("ck_notice_one_matter"), "notice")
    op.drop_index("ix_notice_patrol_id", "notice")
    op.drop_column("notice", "patrol_id")
    op.alter_column("notice", "issue_id", nullable=False)
