"""What each community has sent outside: a web hook, e-mail.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sending",
        sa.Column(
            "community_id", sa.BigInteger(), sa.ForeignKey("community.id"), primary_key=True
        ),
        sa.Column("hook_url", sa.String(), nullable=False),
        sa.Column("hook_secret", sa.String(), nullable=False),
        sa.Column("mail_staff", sa.Boolean(), nullable=False),
        sa.Column("mail_residents", sa.Boolean(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("sending")
