"""Patrols: plans with one route a cell, their stops, and the patrols that were walked."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell
from app.models.base import Base, Shape, key_column
from app.models.people import Team


class PatrolState(StrEnum):
    """Life of a patrol; docs/states.md draws the moves."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


class PatrolPlan(Base):
    """A plan of patrols: the routes computed in one run. The newest one holds."""

    __tablename__ = "patrol_plan"
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id", ondelete="CASCADE"))
    made_at: Mapped[dt.datetime]
    seed: Mapped[int] = mapped_column(default=0)
    routes: Mapped[list[Route]] = relationship(back_populates="plan")


class Route(Base):
    """A route 路线 through one cell. The newest route of a cell is its current one."""

    __tablename__ = "route"
    __table_args__ = (Index("ix_route_line", "line", postgresql_using="gist"),)
    id: Mapped[int] = key_column()
    plan_id: Mapped[int] = mapped_column(
        ForeignKey("patrol_plan.id", ondelete="CASCADE"), index=True
    )
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    closed: Mapped[bool] = mapped_column(default=True)
    length_m: Mapped[float]
    walk_s: Mapped[float]
    is_current: Mapped[bool] = mapped_column(default=True, index=True)
    line: Mapped[BaseGeometry] = mapped_column(Shape("LINESTRING"))
    plan: Mapped[PatrolPlan] = relationship(back_populates="routes")
    cell: Mapped[Cell] = relationship()
    stops: Mapped[list[Stop]] = relationship(order_by="Stop.sequence")
    unreachable: Mapped[list[UnreachableStop]] = relationship()


class Stop(Base):
    """A planned stop 点位: a stop is planned, a visit happens."""

    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("route_id", "sequence"),)
    id: Mapped[int] = key_column()
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"))
    name: Mapped[str]
    leg_m: Mapped[float]
    arrival_s: Mapped[float]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))


class UnreachableStop(Base):
    """A stop that no route can reach, with the reason: shown, never hidden."""

    __tablename__ = "unreachable_stop"
    id: Mapped[int] = key_column()
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id", ondelete="CASCADE"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    name: Mapped[str]
    reason: Mapped[str]
    distance_m: Mapped[float | None]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))


class Patrol(Base):
    """A patrol 巡查 of one cell on one day."""

    __tablename__ = "patrol"
    __table_args__ = (Index("ix_patrol_cell_ended", "cell_id", "ended_at"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id", ondelete="SET NULL"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    state: Mapped[PatrolState] = mapped_column(default=PatrolState.PLANNED)
    started_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    team: Mapped[Team | None] = relationship()
