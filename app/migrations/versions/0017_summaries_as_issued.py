"""Summaries of a period as they were issued, and which are issued by themselves.

Revision: 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = ("weekly", "monthly", "quarterly")


def upgrade() -> None:
    op.create_table(
        "summary",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("community.id"), nullable=False),
        sa.Column("cell_id", sa.BigInteger(), sa.ForeignKey("cell.id"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name="summarykind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), sa.ForeignKey("user.id"), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_summary_dates")),
    )
    op.create_index("ix_summary_community", "summary", ["community_id", "until", "id"])
    op.create_index("ix_summary_cell_id", "summary", ["cell_id"])
    op.create_table(
        "summary_schedule",
        sa.Column("community_id", sa.BigInteger(), sa.ForeignKey("community.id"), primary_key=True),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("quarterly", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("summary_schedule")
    op.drop_table("summary")
