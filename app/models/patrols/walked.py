"""What was walked: visits of stops, tracks that only their owner sees, lanes by the day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Shape, key_column


class VisitHow(StrEnum):
    """How we know of a visit."""

    TICKED = "ticked"  # Somebody said on the spot: 到了.
    TRACK = "track"  # A track passed by.
    PAPER = "paper"  # Written down afterwards.


class VisitDoubt(StrEnum):
    """Why a visit is doubtful. It counts all the same: nobody is refused."""

    OUT_OF_RADIUS = "out_of_radius"
    CLOCK_WRONG = "clock_wrong"
    POOR_GPS = "poor_gps"


class Visit(Base):
    """A visit 到点: a stop was visited in a patrol. It names no person."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("patrol_id", "stop_id"),
        CheckConstraint("num_nonnulls(stop_id, building_id) >= 1", name="some_place"),
        Index("ix_visit_building", "building_id", "at"),
        Index("ix_visit_stop", "stop_id"),
    )
    id: Mapped[int] = key_column()
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id", ondelete="CASCADE"))
    stop_id: Mapped[int | None] = mapped_column(ForeignKey("stop.id", ondelete="CASCADE"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    at: Mapped[dt.datetime]
    how: Mapped[VisitHow]
    doubt: Mapped[VisitDoubt | None]
    distance_m: Mapped[float | None]


class Track(Base):
    """A track 轨迹: voluntary, short-lived, and shown to nobody but its owner.

    ``times_s`` has, for each vertex of the line, the seconds since ``started_at``; None where the
    device noted no times. After ``expires_at`` the row is deleted; the coverage stays.
    """

    __tablename__ = "track"
    id: Mapped[int] = key_column()
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    added_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    line: Mapped[BaseGeometry] = mapped_column(Shape("LINESTRING"))
    times_s: Mapped[list[Any] | None]


class LaneVisit(Base):
    """That a part of a path was walked on a day, by whomever.

    ``from_m`` and ``to_m`` are metres along the path as surveyed.
    """

    __tablename__ = "lane_visit"
    __table_args__ = (
        UniqueConstraint("path_id", "walked_on", "from_m"),
        CheckConstraint("from_m < to_m", name="part"),
        Index("ix_lane_visit_community", "community_id", "walked_on"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    path_id: Mapped[int] = mapped_column(ForeignKey("path.id", ondelete="CASCADE"))
    walked_on: Mapped[dt.date]
    from_m: Mapped[float]
    to_m: Mapped[float]


class LaneSource(Base):
    """That a part of a lane was walked in a patrol, as its track told: so that it can be withdrawn.

    It names no person, and is forgotten after some days; the `LaneVisit` of the day stays.
    """

    __tablename__ = "lane_source"
    __table_args__ = (
        CheckConstraint("from_m < to_m", name="part"),
        Index("ix_lane_source_path_id", "path_id", "walked_on"),
    )
    id: Mapped[int] = key_column()
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id", ondelete="CASCADE"), index=True)
    path_id: Mapped[int] = mapped_column(ForeignKey("path.id", ondelete="CASCADE"))
    walked_on: Mapped[dt.date]
    from_m: Mapped[float]
    to_m: Mapped[float]
    noted_at: Mapped[dt.datetime] = mapped_column(index=True)
