"""Plans of patrols: the routes through a cell, their stops, and what is to be visited always."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell
from app.models.base import Base, Shape, key_column


class PatrolMode(StrEnum):
    """What a plan walks past."""

    STOPS = "stops"  # Buildings, entrances and must-visit points, by the shortest way.
    STREETS = "streets"  # Every lane of the cell, at least once.


class StopKind(StrEnum):
    """What a stop is."""

    BUILDING = "building"
    ENTRANCE = "entrance"
    POINT = "point"  # A must-visit point 必到点.
    PICKET = "picket"  # A point at which one stays for a while 值守点.


class PatrolPlan(Base):
    """A plan of patrols: the routes computed in one run. The newest one holds.

    ``settings`` are the arguments of the run that have no column of their own (pace, dwell, reach,
    sides, share of luck ...), with their units in their names. ``start`` is where the walks begin
    and end; None where the planner chose.
    """

    __tablename__ = "patrol_plan"
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id", ondelete="CASCADE"))
    mode: Mapped[PatrolMode] = mapped_column(
        default=PatrolMode.STOPS, server_default=text("'stops'")
    )
    volunteers: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    max_minutes: Mapped[int | None]
    start: Mapped[BaseGeometry | None] = mapped_column(Shape("POINT"))
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    seed: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    routes: Mapped[list[Route]] = relationship(back_populates="plan")


class Route(Base):
    """A route 路线 through one cell, for one volunteer or pair: the ``walker``, from 1.

    The newest routes of a cell are its current ones. ``walk_s`` is walking alone, ``duration_s``
    has the time spent at stops, too. ``turns`` is the way in words (``{"verb", "lane", "length_m",
    "lon", "lat" ...}``). ``gap`` says how far all routes of the cell together can be from the
    best possible ones (0.02: at most 2 % longer); None where nobody knows.
    """

    __tablename__ = "route"
    __table_args__ = (Index("ix_route_line", "line", postgresql_using="gist"),)
    id: Mapped[int] = key_column()
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("patrol_plan.id", ondelete="CASCADE"), index=True
    )
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"), index=True)
    walker: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    name: Mapped[str]
    closed: Mapped[bool] = mapped_column(default=True)
    length_m: Mapped[float]
    walk_s: Mapped[float]
    duration_s: Mapped[float | None]
    gap: Mapped[float | None]
    turns: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    is_current: Mapped[bool] = mapped_column(default=True, index=True)
    line: Mapped[BaseGeometry] = mapped_column(Shape("LINESTRING"))
    plan: Mapped[PatrolPlan] = relationship(back_populates="routes")
    cell: Mapped[Cell] = relationship()
    stops: Mapped[list[Stop]] = relationship(order_by="Stop.sequence")
    unreachable: Mapped[list[UnreachableStop]] = relationship()


class MustVisit(Base):
    """A must-visit point 必到点, or a picket 值守点: kept from plan to plan.

    The cell is the one in which the point lies, so that a new division needs no handing on.
    ``need`` weighs it against others where not all fit; ``required`` ones are never left out.
    """

    __tablename__ = "must_visit"
    __table_args__ = (Index("ix_must_visit_point", "point", postgresql_using="gist"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    kind: Mapped[StopKind] = mapped_column(default=StopKind.POINT)
    name: Mapped[str]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    dwell_s: Mapped[float] = mapped_column(default=60.0)
    need: Mapped[float] = mapped_column(default=1.0)
    required: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[dt.datetime]


class Stop(Base):
    """A planned stop 点位: a stop is planned, a visit happens.

    ``key`` names the same place from plan to plan. ``locked``: the leg from the stop before it
    stays as it is when the rest is planned anew. ``lane`` is the name of the path that it lies on.
    """

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("route_id", "sequence"),)
    id: Mapped[int] = key_column()
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    key: Mapped[str] = mapped_column(default="", server_default=text("''"))
    kind: Mapped[StopKind] = mapped_column(
        default=StopKind.BUILDING, server_default=text("'building'")
    )
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"))
    must_visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("must_visit.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str]
    lane: Mapped[str] = mapped_column(default="", server_default=text("''"))
    required: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    priority: Mapped[float] = mapped_column(default=1.0, server_default=text("1"))
    dwell_s: Mapped[float] = mapped_column(default=30.0, server_default=text("30"))
    locked: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    leg_m: Mapped[float]
    arrival_s: Mapped[float]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))


class UnreachableStop(Base):
    """A stop that no route visits, with the reason: shown, never hidden.

    Reasons: ``too_far`` from every path, ``other_piece`` of the network, ``left_out`` because the
    minutes did not suffice.
    """

    __tablename__ = "unreachable_stop"
    id: Mapped[int] = key_column()
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id", ondelete="CASCADE"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    name: Mapped[str]
    reason: Mapped[str]
    distance_m: Mapped[float | None]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))
