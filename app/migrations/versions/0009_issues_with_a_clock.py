"""Issues with a catalogue, somebody who has them, and a clock.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NOW = sa.DateTime(timezone=True)

_OLD_STATES = (
    "reported",
    "filed",
    "dispatched",
    "suspended",
    "resolved",
    "closed",
    "rejected",
    "void",
)
_NEW_STATES = (*_OLD_STATES, "handling", "verified", "evaluated", "merged")
_OLD_OPEN = "state IN ('reported', 'filed', 'dispatched', 'suspended', 'resolved')"
_OPEN = (
    "state IN ('reported', 'filed', 'dispatched', 'handling', 'suspended', 'resolved', 'verified')"
)
_RUNNING = "state IN ('filed', 'dispatched', 'handling')"
_CHANNELS = ("patrol", "staff", "plate", "hotline", "superior", "media", "open311", "demo")
_LEVELS = ("cell", "community", "street", "district")
_DOUBTS = ("none", "zero", "outside", "pile")
_REGIONS = ("core", "general", "outer")
_HANDLERS = (("person", "person_id"), ("team", "team_id"), ("unit", "unit_id"))
_TIMES = ("confirmed_at", "filed_at", "dispatched_at", "resolved_at", "verified_at", "warn_at")
_OTHERS = (
    ("issue_category", "category_id"), ("person", "person_id"), ("team", "team_id"),
    ("organisation", "organisation_id"), ("handling_unit", "unit_id"), ("user", "handled_by"),
    ("issue", "merged_into_id"),
)  # fmt: skip
"""Tables and the columns of an issue that name a row of them."""


def upgrade() -> None:
    _create_catalogue()
    _create_calendar()
    _widen_issues()
    _index_issues()
    op.add_column("issue_event", sa.Column("state", _words("issuestate", *_NEW_STATES)))
    facts = sa.Column("facts", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    op.add_column("issue_event", facts)
    op.add_column("user", _to("handling_unit", "unit_id", nullable=True))
    op.add_column("user", sa.Column("email", sa.String(), server_default="", nullable=False))
    op.add_column(
        "cell",
        sa.Column(
            "region", _words("regionclass", *_REGIONS), server_default="general", nullable=False
        ),
    )


def downgrade() -> None:
    op.drop_column("cell", "region")
    op.drop_column("user", "email")
    op.drop_column("user", "unit_id")
    op.drop_column("issue_event", "facts")
    op.drop_column("issue_event", "state")
    _narrow_issues()
    for table in (
        "special_day",
        "working_hours",
        "dispatch_rule",
        "time_limit",
        "issue_category",
        "handling_unit",
    ):
        op.drop_table(table)


def _create_catalogue() -> None:
    op.create_table(
        "handling_unit",
        _key(),
        _to("community"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.UniqueConstraint("community_id", "name"),
    )
    op.create_table(
        "issue_category",
        _key(),
        _to("community"),
        sa.Column("catalogue", _words("catalogue", "city", "community"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("default_condition", sa.String(), nullable=False),
        sa.Column("for_residents", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("retired_on", sa.Date()),
        sa.UniqueConstraint("community_id", "code"),
    )
    op.create_table(
        "time_limit",
        _key(),
        _to("issue_category", "category_id", ondelete="CASCADE"),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("region", _words("regionclass", "core", "general", "outer")),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column(
            "unit", _words("timeunit", "working_hours", "working_days", "hours"), nullable=False
        ),
        sa.UniqueConstraint(
            "category_id", "condition", "region", postgresql_nulls_not_distinct=True
        ),
        sa.CheckConstraint("amount > 0", name="amount"),
    )
    op.create_table(
        "dispatch_rule",
        _key(),
        _to("community", index=True),
        _to("issue_category", "category_id", nullable=True, ondelete="CASCADE"),
        _to("cell", nullable=True, ondelete="CASCADE"),
        _to("building", nullable=True),
        _to("estate", nullable=True),
        sa.Column(
            "role",
            _words(
                "dutyrole",
                "cell_leader",
                "grid_administrator",
                "group_leader",
                "building_lead",
                "entrance_lead",
                "member_contact",
                "model_family",
                "supervisor",
                "patrol_volunteer",
                "property_committee",
                "branch",
            ),
        ),
        _to("handling_unit", "unit_id", nullable=True),
        sa.CheckConstraint("num_nonnulls(role, unit_id) = 1", name="one_target"),
        sa.CheckConstraint("num_nonnulls(cell_id, building_id, estate_id) <= 1", name="one_place"),
    )
    op.create_index("ix_dispatch_rule_category", "dispatch_rule", ["category_id"])


def _create_calendar() -> None:
    op.create_table(
        "working_hours",
        _key(),
        _to("community"),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Time(), nullable=False),
        sa.Column("until", sa.Time(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        sa.CheckConstraint("since < until", name="times"),
    )
    op.create_index("ix_working_hours_community", "working_hours", ["community_id", "weekday"])
    op.create_table(
        "special_day",
        _to("community", primary_key=True),
        sa.Column("on", sa.Date(), primary_key=True, nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
    )


def _widen_issues() -> None:
    _allow_states(*_NEW_STATES)
    channel = _words("issuechannel", *_CHANNELS)
    op.add_column("issue", sa.Column("channel", channel, server_default="staff", nullable=False))
    op.execute("UPDATE issue SET channel = 'demo' WHERE source = 'demo'")
    op.execute("UPDATE issue SET channel = 'hotline' WHERE source NOT IN ('own', 'demo')")
    op.alter_column("issue", "channel", server_default=None)
    level = _words("issuelevel", *_LEVELS)
    op.add_column("issue", sa.Column("level", level, server_default="cell", nullable=False))
    op.alter_column("issue", "level", server_default=None)
    op.add_column("issue", sa.Column("condition", sa.String(), server_default="", nullable=False))
    op.alter_column("issue", "condition", server_default=None)
    for name in ("version", "reworks"):
        op.add_column("issue", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    for name in ("allowed_s", "left_s"):
        op.add_column("issue", sa.Column(name, sa.BigInteger()))
    for name in _TIMES:
        op.add_column("issue", sa.Column(name, _NOW))
    for table, name in _OTHERS:
        op.add_column("issue", _to(table, name, nullable=True))
    op.add_column("issue", _to("entrance", nullable=True, ondelete="SET NULL"))
    op.add_column("issue", sa.Column("place_doubt", _words("placedoubt", *_DOUBTS)))
    op.execute(
        "UPDATE issue SET place_doubt = CASE WHEN point IS NULL THEN 'none' ELSE 'outside' END "
        "WHERE place_doubtful"
    )
    op.drop_column("issue", "place_doubtful")
    op.create_check_constraint(
        "one_handler", "issue", "num_nonnulls(person_id, team_id, organisation_id, unit_id) <= 1"
    )


def _narrow_issues() -> None:
    for name in (
        "category",
        "due",
        "entrance_id",
        "merged",
        "open",
        "person",
        "reporter",
        "team",
        "unit",
    ):
        op.drop_index(f"ix_issue_{name}", "issue")
    op.add_column(
        "issue",
        sa.Column("place_doubtful", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.execute("UPDATE issue SET place_doubtful = true WHERE place_doubt IS NOT NULL")
    op.alter_column("issue", "place_doubtful", server_default=None)
    others = [name for _, name in _OTHERS]
    for name in (
        *_TIMES,
        *others,
        "allowed_s",
        "left_s",
        "version",
        "reworks",
        "condition",
        "level",
    ):
        op.drop_column("issue", name)
    for name in ("channel", "place_doubt", "entrance_id"):
        op.drop_column("issue", name)
    op.execute("UPDATE issue SET state = 'dispatched' WHERE state = 'handling'")
    op.execute("UPDATE issue SET state = 'resolved' WHERE state = 'verified'")
    op.execute("UPDATE issue SET state = 'closed' WHERE state = 'evaluated'")
    op.execute("UPDATE issue SET state = 'void' WHERE state = 'merged'")
    _allow_states(*_OLD_STATES)
    _index_open(_OLD_OPEN)


def _index_issues() -> None:
    _index_open(_OPEN)
    op.create_index("ix_issue_entrance_id", "issue", ["entrance_id"])
    op.create_index("ix_issue_category", "issue", ["community_id", "category_id", "reported_at"])
    _index("open", ["community_id", "state"], _OPEN)
    _index("due", ["community_id", "due_at"], _RUNNING)
    _index("merged", ["merged_into_id"], "merged_into_id > 0")
    _index("reporter", ["reported_by"], "reported_by IS NOT NULL")
    for name, column in _HANDLERS:
        _index(name, [column], f"{column} IS NOT NULL")


def _index_open(condition: str) -> None:
    """Index the open issues anew: which states are open has changed."""
    for place in ("cell", "building"):
        op.drop_index(f"ix_issue_open_{place}", "issue")
        _index(f"open_{place}", [f"{place}_id"], condition)


def _index(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(f"ix_issue_{name}", "issue", columns, postgresql_where=where)


def _allow_states(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.drop_constraint(op.f("ck_issue_issuestate"), "issue", type_="check")
    op.create_check_constraint(op.f("ck_issue_issuestate"), "issue", f"state IN ({listed})")


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True)


def _to(
    table: str,
    name: str | None = None,
    *,
    nullable: bool = False,
    ondelete: str | None = None,
    index: bool = False,
    primary_key: bool = False,
) -> sa.Column[int]:
    """Make a column that names a row of another table; the index where it is asked for."""
    other = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(
        name or f"{table}_id",
        sa.BigInteger(),
        other,
        nullable=nullable,
        index=index,
        primary_key=primary_key,
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
