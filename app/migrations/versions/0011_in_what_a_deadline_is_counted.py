"""In what the deadline of an issue is counted: it stays so whatever the catalogue says later.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unit = sa.Enum(
        "working_hours", "working_days", "hours",
        name="timeunit", native_enum=False, create_constraint=True, length=32,
    )  # fmt: skip
    op.add_column("issue", sa.Column("time_unit", unit))


def downgrade() -> None:
    op.drop_column("issue", "time_unit")
