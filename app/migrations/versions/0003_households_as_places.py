"""Households as places; people in and out of organisations and teams with dates.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_PLACES = "cell_id, building_id, entrance_id, %sestate_id"


def upgrade() -> None:
    _add_households()
    _let_duties_hold_households()
    _date_memberships()
    _add_filled("community", sa.Column("expected_duties", postgresql.JSONB()), "'[]'::jsonb")
    op.add_column("organisation", sa.Column("closed_on", sa.Date()))
    op.add_column("team", sa.Column("closed_on", sa.Date()))
    op.add_column("person", sa.Column("organisation_since", sa.Date()))
    op.add_column("person", sa.Column("left_on", sa.Date()))


def _add_households() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("community_id", sa.BigInteger(), nullable=False),
        sa.Column("building_id", sa.BigInteger(), nullable=False),
        sa.Column("entrance_id", sa.BigInteger(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("vanished_on", sa.Date(), nullable=True),
        _refers("household", "community"),
        _refers("household", "building"),
        _refers("household", "entrance"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_household_community_id_key")),
    )
    op.create_index(op.f("ix_household_building_id"), "household", ["building_id"])
    op.create_index(op.f("ix_household_entrance_id"), "household", ["entrance_id"])


def _let_duties_hold_households() -> None:
    _add_filled("duty", sa.Column("end_reason", sa.String()), "''")
    op.add_column("duty", sa.Column("household_id", sa.BigInteger()))
    op.create_foreign_key(
        op.f("fk_duty_household_id_household"), "duty", "household", ["household_id"], ["id"]
    )
    op.create_index("ix_duty_household", "duty", ["household_id", "role"])
    _demand_one_place(_PLACES % "household_id, ")


def _date_memberships() -> None:
    op.create_table(
        "former_membership",
        sa.Column("id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "since IS NULL OR since <= until", name=op.f("ck_former_membership_dates")
        ),
        _refers("former_membership", "person"),
        _refers("former_membership", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_membership")),
    )
    for column in ("person_id", "organisation_id"):
        op.create_index(op.f(f"ix_former_membership_{column}"), "former_membership", [column])
    op.drop_constraint("pk_team_member", "team_member")
    op.execute(
        "ALTER TABLE team_member ADD COLUMN id BIGSERIAL CONSTRAINT pk_team_member PRIMARY KEY"
    )
    op.add_column("team_member", sa.Column("since", sa.Date()))
    op.add_column("team_member", sa.Column("until", sa.Date()))
    op.create_check_constraint(op.f("ck_team_member_dates"), "team_member", "since <= until")
    op.create_index(op.f("ix_team_member_team_id"), "team_member", ["team_id"])
    op.create_index(
        "uq_team_member_present",
        "team_member",
        ["team_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_column("person", "left_on")
    op.drop_column("person", "organisation_since")
    op.drop_column("team", "closed_on")
    op.drop_column("organisation", "closed_on")
    op.drop_column("community", "expected_duties")
    _forget_memberships()
    # The tables before knew no households: what was held for one has no place there.
    op.execute("DELETE FROM duty WHERE household_id IS NOT NULL")
    _demand_one_place(_PLACES % "")
    op.drop_column("duty", "household_id")
    op.drop_column("duty", "end_reason")
    op.drop_table("household")


def _forget_memberships() -> None:
    op.execute("DELETE FROM team_member WHERE until IS NOT NULL")
    op.drop_index("uq_team_member_present", "team_member")
    op.drop_index(op.f("ix_team_member_team_id"), "team_member")
    op.drop_column("team_member", "until")
    op.drop_column("team_member", "since")
    op.drop_column("team_member", "id")
    op.create_primary_key("pk_team_member", "team_member", ["team_id", "person_id"])
    op.drop_table("former_membership")


def _refers(table: str, to: str) -> sa.ForeignKeyConstraint:
    """Refer to the row of another table."""
    return sa.ForeignKeyConstraint(
        [f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_{table}_{to}_id_{to}")
    )


def _demand_one_place(places: str) -> None:
    """Let a duty be held for exactly one of some places."""
    op.execute("ALTER TABLE duty DROP CONSTRAINT IF EXISTS ck_duty_one_place")
    op.create_check_constraint(op.f("ck_duty_one_place"), "duty", f"num_nonnulls({places}) = 1")


def _add_filled(table: str, column: sa.Column, value: str) -> None:
    """Add a column that is never empty, filled in the rows that stand."""
    column.nullable, column.server_default = False, sa.text(value)
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)
