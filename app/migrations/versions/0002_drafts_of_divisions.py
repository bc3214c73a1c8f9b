"""Drafts of divisions: a revision, who made them from what, and the steps of editing.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_REFERENCES = (
    ("based_on_id", "division", "SET NULL"),
    ("made_by", "user", None),
    ("changed_by", "user", None),
)


def upgrade() -> None:
    _extend_division()
    _add_steps()
    _add_editors()


def _extend_division() -> None:
    for column in (
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("variant", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=True),
        sa.Column("wish", postgresql.JSONB(), nullable=True),
        sa.Column("based_on_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("change", postgresql.JSONB(), nullable=True),
    ):
        op.add_column("division", column)
    for column, table, ondelete in _REFERENCES:
        name = op.f(f"fk_division_{column}_{table}")
        op.create_foreign_key(name, "division", table, [column], ["id"], ondelete=ondelete)


def _add_steps() -> None:
    op.create_table(
        "division_step",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("division_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column("what", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=False),
        sa.Column("after", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_division_step")),
        _of("division_step", "division_id", "division", "CASCADE"),
        _of("division_step", "made_by", "user", None),
    )
    op.create_index(
        "uq_division_step_number", "division_step", ["division_id", "number"], unique=True
    )


def _add_editors() -> None:
    op.create_table(
        "division_editor",
        sa.Column("division_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("division_id", "user_id", name=op.f("pk_division_editor")),
        _of("division_editor", "division_id", "division", "CASCADE"),
        _of("division_editor", "user_id", "user", "CASCADE"),
    )


def _of(table: str, column: str, target: str, ondelete: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table("division_editor")
    op.drop_index("uq_division_step_number", table_name="division_step")
    op.drop_table("division_step")
    for column, table, _ in reversed(_REFERENCES):
        op.drop_constraint(op.f(f"fk_division_{column}_{table}"), "division", type_="foreignkey")
    for column in (
        *("change", "changed_at", "changed_by", "made_at", "made_by", "based_on_id"),
        *("wish", "report", "variant", "revision"),
    ):
        op.drop_column("division", column)
