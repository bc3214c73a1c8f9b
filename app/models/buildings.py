"""Buildings, their entrances, and the cell in which each building lies."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from shapely.geometry.base import BaseGeometry
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell
from app.models.base import Base, Shape, key_column


class BuildingKind(StrEnum):
    """What a building is, as far as governance cares."""

    APARTMENT = "apartment"
    BUNGALOW = "bungalow"
    VILLA = "villa"
    PUBLIC = "public"
    COMMERCIAL = "commercial"
    SCHOOL = "school"
    OTHER = "other"  # Known to be none of these: a garage, a shed.
    UNKNOWN = "unknown"  # Nobody said; households are estimated as if people lived there.


class Building(Base):
    """A building 楼栋. ``key`` names it within its source; a re-survey updates by it."""

    __tablename__ = "building"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_building_footprint", "footprint", postgresql_using="gist"),
        Index("ix_building_number", "community_id", "number"),
        CheckConstraint(
            "GeometryType(footprint) IN ('POLYGON', 'MULTIPOLYGON', 'POINT')", name="footprint_kind"
        ),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    kind: Mapped[BuildingKind] = mapped_column(default=BuildingKind.UNKNOWN)
    levels: Mapped[int | None]
    entrance_count: Mapped[int | None]
    households: Mapped[int | None]
    population: Mapped[int | None]
    vanished_on: Mapped[dt.date | None]
    footprint: Mapped[BaseGeometry] = mapped_column(Shape())


class Entrance(Base):
    """A stairwell 单元 of a building, with the point where one walks in."""

    __tablename__ = "entrance"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_entrance_point", "point", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    households: Mapped[int | None]
    vanished_on: Mapped[dt.date | None]
    point: Mapped[BaseGeometry] = mapped_column(Shape("POINT"))
    building: Mapped[Building] = relationship()


class BuildingCell(Base):
    """In which cell a building lies, in one division: narrow, because it is rewritten whole."""

    __tablename__ = "building_cell"
    division_id: Mapped[int] = mapped_column(
        ForeignKey("division.id", ondelete="CASCADE"), primary_key=True
    )
    building_id: Mapped[int] = mapped_column(
        ForeignKey("building.id"), primary_key=True, index=True
    )
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"), index=True)
    by_hand: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    cell: Mapped[Cell] = relationship()
