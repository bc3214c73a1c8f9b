"""Which parts of lanes came from the tracks of which patrol, so that a wrong one can be withdrawn.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane_source",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column(
            "patrol_id",
            sa.BigInteger(),
            sa.ForeignKey("patrol.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column(
            "path_id", sa.BigInteger(), sa.ForeignKey("path.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("walked_on", sa.Date(), nullable=False),
        sa.Column("from_m", sa.Float(), nullable=False),
        sa.Column("to_m", sa.Float(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_m < to_m", name=op.f("ck_lane_source_part")),
    )
    op.create_index("ix_lane_source_patrol_id", "lane_source", ["patrol_id"])
    op.create_index("ix_lane_source_path_id", "lane_source", ["path_id", "walked_on"])
    op.create_index("ix_lane_source_noted_at", "lane_source", ["noted_at"])


def downgrade() -> None:
    op.drop_table("lane_source")
