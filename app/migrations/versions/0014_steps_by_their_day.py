"""Steps of issues by the time at which they were taken: for the digest of a day.

Revision: 0014, after 0013.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_issue_event_at", "issue_event", ["at"])


def downgrade() -> None:
    op.drop_index("ix_issue_event_at", "issue_event")
