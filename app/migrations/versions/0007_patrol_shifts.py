"""Patrols in a rhythm: plans of several walkers, shifts, and what was walked.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_STOP_KINDS = ("building", "entrance", "point", "picket")
_STATES = ("planned", "under_way", "done", "missed", "cancelled")
_NOW = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_rhythms()
    _create_people()
    _create_must_visits()
    _widen_plans()
    _widen_stops()
    _widen_patrols()
    _create_life()
    _create_walked()


def downgrade() -> None:
    for table in ("lane_visit", "visit", "stand_in", "patrol_event"):
        op.drop_table(table)
    op.drop_geospatial_table("track")
    _narrow_patrols()
    for column in ("locked", "dwell_s", "priority", "required", "lane", "must_visit_id", "kind"):
        op.drop_column("stop", column)
    op.drop_column("stop", "key")
    for column in ("turns", "gap", "duration_s", "walker"):
        op.drop_column("route", column)
    op.drop_geospatial_column("patrol_plan", "start")
    for column in ("job_id", "made_by", "settings", "max_minutes", "volunteers", "mode"):
        op.drop_column("patrol_plan", column)
    op.drop_geospatial_table("must_visit")
    for table in ("calendar_link", "absence", "shift", "beat", "rhythm"):
        op.drop_table(table)


def _create_rhythms() -> None:
    op.create_table(
        "rhythm",
        _key(),
        _to("community", index=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("times", JSONB(), nullable=False),
        sa.Column("season", JSONB()),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        _to("user", "made_by", nullable=True),
        sa.Column("made_at", _NOW, nullable=False),
        sa.CheckConstraint("until IS NULL OR since <= until", name="dates"),
    )
    op.create_table(
        "beat",
        _key(),
        _to("rhythm", ondelete="CASCADE", index=True),
        _to("cell", ondelete="CASCADE", index=True),
        sa.Column("walker", sa.BigInteger(), nullable=False),
        _to("team", nullable=True, index=True),
    )
    op.create_table(
        "shift",
        _key(),
        _to("community"),
        _to("rhythm", nullable=True, ondelete="SET NULL"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts_at", _NOW, nullable=False),
        sa.Column("ends_at", _NOW, nullable=False),
        sa.UniqueConstraint("rhythm_id", "starts_at"),
        sa.CheckConstraint("starts_at < ends_at", name="times"),
    )
    op.create_index("ix_shift_community", "shift", ["community_id", "starts_at"])


def _create_people() -> None:
    op.create_table(
        "absence",
        _key(),
        _to("person", index=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _to("user", "noted_by", nullable=True),
        sa.Column("noted_at", _NOW, nullable=False),
        sa.CheckConstraint("since <= until", name="dates"),
    )
    op.create_table(
        "calendar_link",
        _key(),
        sa.Column("token_sha256", sa.String(), nullable=False, unique=True),
        _to("community", index=True),
        _to("person", nullable=True),
        _to("team", nullable=True),
        _to("user", "made_by", nullable=True, index=True),
        sa.Column("made_at", _NOW, nullable=False),
        sa.Column("revoked_at", _NOW),
        sa.CheckConstraint("num_nonnulls(person_id, team_id) <= 1", name="one_subject"),
    )


def _create_must_visits() -> None:
    op.create_geospatial_table(
        "must_visit",
        _key(),
        _to("community", index=True),
        sa.Column("kind", _words("stopkind", *_STOP_KINDS), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("point", _shape("POINT"), nullable=False),
        _to("building", nullable=True, index=True),
        sa.Column("dwell_s", sa.Double(), nullable=False),
        sa.Column("need", sa.Double(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _to("user", "added_by", nullable=True),
        sa.Column("added_at", _NOW, nullable=False),
    )
    op.create_geospatial_index(
        "ix_must_visit_point", "must_visit", ["point"], unique=False, postgresql_using="gist"
    )


def _widen_plans() -> None:
    _add("patrol_plan", "mode", _words("patrolmode", "stops", "streets"), "'stops'")
    _add("patrol_plan", "volunteers", sa.BigInteger(), "1")
    op.add_column("patrol_plan", sa.Column("max_minutes", sa.BigInteger()))
    op.add_geospatial_column("patrol_plan", sa.Column("start", _shape("POINT")))
    _add("patrol_plan", "settings", JSONB(), "'{}'")
    op.add_column("patrol_plan", _to("user", "made_by", nullable=True))
    op.add_column("patrol_plan", _to("job", nullable=True, ondelete="SET NULL"))
    _add("route", "walker", sa.BigInteger(), "1")
    op.add_column("route", sa.Column("duration_s", sa.Double()))
    op.add_column("route", sa.Column("gap", sa.Double()))
    _add("route", "turns", JSONB(), "'[]'")


def _widen_stops() -> None:
    _add("stop", "key", sa.String(), "''")
    _add("stop", "kind", _words("stopkind", *_STOP_KINDS), "'building'")
    op.add_column("stop", _to("must_visit", nullable=True, ondelete="SET NULL"))
    op.create_index("ix_stop_must_visit_id", "stop", ["must_visit_id"])
    _add("stop", "lane", sa.String(), "''")
    _add("stop", "required", sa.Boolean(), "true")
    _add("stop", "priority", sa.Double(), "1")
    _add("stop", "dwell_s", sa.Double(), "30")
    _add("stop", "locked", sa.Boolean(), "false")


def _widen_patrols() -> None:
    op.add_column("patrol", _to("shift", nullable=True, ondelete="CASCADE"))
    op.add_column("patrol", _to("beat", nullable=True, ondelete="SET NULL"))
    op.add_column("patrol", sa.Column("planned_m", sa.Double()))
    op.add_column("patrol", sa.Column("covered_m", sa.Double()))
    # What was only planned or never walked has not begun; the hour that it was meant for is lost.
    op.alter_column("patrol", "started_at", nullable=True)
    op.execute("UPDATE patrol SET started_at = NULL WHERE state IN ('planned', 'cancelled')")
    _allow_states(*_STATES, "open")
    op.create_check_constraint(op.f("ck_patrol_times"), "patrol", "started_at <= ended_at")
    op.create_unique_constraint("uq_patrol_shift_id_beat_id", "patrol", ["shift_id", "beat_id"])
    op.create_index("ix_patrol_state", "patrol", ["community_id", "state"])
    op.create_index("ix_patrol_team_id", "patrol", ["team_id"])


def _narrow_patrols() -> None:
    op.drop_index("ix_patrol_team_id", "patrol")
    op.drop_index("ix_patrol_state", "patrol")
    op.drop_constraint(op.f("ck_patrol_times"), "patrol")
    op.execute("UPDATE patrol SET state = 'planned' WHERE state = 'open'")
    op.execute(
        "UPDATE patrol p SET started_at = COALESCE((SELECT starts_at FROM shift s"
        " WHERE s.id = p.shift_id), now()) WHERE started_at IS NULL"
    )
    _allow_states(*_STATES)
    op.alter_column("patrol", "started_at", nullable=False)
    for column in ("covered_m", "planned_m", "beat_id", "shift_id"):
        op.drop_column("patrol", column)


def _create_life() -> None:
    op.create_table(
        "patrol_event",
        _key(),
        _to("patrol", ondelete="CASCADE", index=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("at", _NOW, nullable=False),
        _to("user", nullable=True),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_table(
        "stand_in",
        _key(),
        _to("patrol", ondelete="CASCADE"),
        _to("person", index=True),
        _to("person", "for_person_id", nullable=True, index=True),
        sa.UniqueConstraint("patrol_id", "person_id"),
        sa.CheckConstraint("person_id <> for_person_id", name="other"),
    )


def _create_walked() -> None:
    op.create_table(
        "visit",
        _key(),
        _to("patrol", ondelete="CASCADE"),
        _to("stop", nullable=True, ondelete="CASCADE"),
        _to("building", nullable=True),
        sa.Column("at", _NOW, nullable=False),
        sa.Column("how", _words("visithow", "ticked", "track", "paper"), nullable=False),
        sa.Column("doubt", _words("visitdoubt", "out_of_radius", "clock_wrong", "poor_gps")),
        sa.Column("distance_m", sa.Double()),
        sa.UniqueConstraint("patrol_id", "stop_id"),
        sa.CheckConstraint("num_nonnulls(stop_id, building_id) >= 1", name="some_place"),
    )
    op.create_index("ix_visit_building", "visit", ["building_id", "at"])
    op.create_index("ix_visit_stop", "visit", ["stop_id"])
    op.create_geospatial_table(
        "track",
        _key(),
        _to("patrol", ondelete="CASCADE", index=True),
        _to("user", "owner_id", nullable=True, ondelete="CASCADE", index=True),
        sa.Column("added_at", _NOW, nullable=False),
        sa.Column("expires_at", _NOW, nullable=False, index=True),
        sa.Column("started_at", _NOW),
        sa.Column("ended_at", _NOW),
        sa.Column("line", _shape("LINESTRING"), nullable=False),
        sa.Column("times_s", JSONB()),
    )
    op.create_table(
        "lane_visit",
        _key(),
        _to("community"),
        _to("path", ondelete="CASCADE"),
        sa.Column("walked_on", sa.Date(), nullable=False),
        sa.Column("from_m", sa.Double(), nullable=False),
        sa.Column("to_m", sa.Double(), nullable=False),
        sa.UniqueConstraint("path_id", "walked_on", "from_m"),
        sa.CheckConstraint("from_m < to_m", name="part"),
    )
    op.create_index("ix_lane_visit_community", "lane_visit", ["community_id", "walked_on"])


def _key() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True)


def _to(
    table: str,
    name: str | None = None,
    *,
    nullable: bool = False,
    ondelete: str | None = None,
    index: bool = False,
) -> sa.Column[int]:
    """Make a column that names a row of another table; the index where it is asked for."""
    other = sa.ForeignKey(f"{table}.id", ondelete=ondelete)
    return sa.Column(name or f"{table}_id", sa.BigInteger(), other, nullable=nullable, index=index)


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _shape(kind: str) -> Geometry:
    return Geometry(geometry_type=kind, srid=4326, dimension=2, spatial_index=False)


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    column = sa.Column(name, kind, server_default=sa.text(default), nullable=False)
    op.add_column(table, column)


def _allow_states(*states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    op.drop_constraint(op.f("ck_patrol_patrolstate"), "patrol", type_="check")
    op.create_check_constraint(op.f("ck_patrol_patrolstate"), "patrol", f"state IN ({listed})")
