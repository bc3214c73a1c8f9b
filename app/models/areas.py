"""The ground: streets, communities, divisions, cells, estates and what they are drawn with."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Shape, key_column


class RegionClass(StrEnum):
    """How closely a cell is looked after: deadlines depend on it (docs/issues.md)."""

    CORE = "core"  # 一类: main streets, squares, stations.
    GENERAL = "general"  # 二类: where people live.
    OUTER = "outer"  # 三类: the outskirts.


class DivisionState(StrEnum):
    """Life of a division; see docs/states.md for the picture."""

    DRAFT = "draft"  # Being drawn or checked; nobody works by it.
    PUBLISHED = "published"  # The one that holds today; at most one a community.
    ENDED = "ended"  # Held until a later one was published; still readable.


class CellKind(StrEnum):
    """Kinds of cells that the norm knows."""

    GENERAL = "general"
    EXCLUSIVE = "exclusive"
    MICRO = "micro"


class Street(Base):
    """A street office or township 街道: the level above communities."""

    __tablename__ = "street"
    id: Mapped[int] = key_column()
    code: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")


class Community(Base):
    """A community 社区. Its code is optional and may change; the key is ours."""

    __tablename__ = "community"
    __table_args__ = (CheckConstraint("code ~ '^[0-9A-Za-z_-]{1,32}$'", name="code_form"),)
    id: Mapped[int] = key_column()
    street_id: Mapped[int | None] = mapped_column(ForeignKey("street.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    schematic: Mapped[bool] = mapped_column(default=False)
    cell_term: Mapped[str] = mapped_column(default="网格")
    metric_srid: Mapped[int | None]
    boundary: Mapped[BaseGeometry | None] = mapped_column(Shape("MULTIPOLYGON"))
    meeting_point: Mapped[BaseGeometry | None] = mapped_column(Shape("POINT"))
    baseline_issues_solved: Mapped[int | None]
    # "member_contact:building" ...: empty where any duty at a cell or building will do.
    expected_duties: Mapped[list[Any]] = mapped_column(default=list)
    attribution: Mapped[str] = mapped_column(default="")
    # Whether programs without a key may read cases of public places.
    open311_public: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    street: Mapped[Street | None] = relationship()


class Division(Base):
    """A dated division of a community into cells 网格划分.

    A draft counts its changes in ``revision``: who changes it says which one they saw, and
    ``change`` tells who comes too late what was done (``{"template", "params"}``), when and by
    whom. ``variant``, ``report`` and ``wish`` say how a solver made it, and what was wished:
    ``{"cells": 13}`` or ``{"households": [300, 500]}``.
    """

    __tablename__ = "division"
    __table_args__ = (
        Index(
            "uq_division_published",
            "community_id",
            unique=True,
            postgresql_where=text("state = 'published'"),
        ),
        # One that was replaced on the day on which it began held on no day: until is before since.
        CheckConstraint("until IS NULL OR since <= until + 1", name="dates"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    name: Mapped[str]
    state: Mapped[DivisionState] = mapped_column(default=DivisionState.DRAFT)
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    variant: Mapped[str] = mapped_column(default="", server_default=text("''"))
    report: Mapped[dict[str, Any] | None]
    wish: Mapped[dict[str, Any] | None]
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("division.id", ondelete="SET NULL"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[dt.datetime | None]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    changed_at: Mapped[dt.datetime | None]
    change: Mapped[dict[str, Any] | None]
    community: Mapped[Community] = relationship()


class Cell(Base):
    """A grid cell 网格 of one division."""

    __tablename__ = "cell"
    __table_args__ = (
        UniqueConstraint("division_id", "code"),
        Index("ix_cell_shape", "shape", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id", ondelete="CASCADE"))
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[CellKind] = mapped_column(default=CellKind.GENERAL)
    region: Mapped[RegionClass] = mapped_column(
        default=RegionClass.GENERAL, server_default=RegionClass.GENERAL.value
    )
    tint: Mapped[int] = mapped_column(default=0)
    shape: Mapped[BaseGeometry] = mapped_column(Shape("MULTIPOLYGON"))
    division: Mapped[Division] = relationship()


class Estate(Base):
    """A residential compound 小区."""

    __tablename__ = "estate"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_estate_shape", "shape", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    vanished_on: Mapped[dt.date | None]
    shape: Mapped[BaseGeometry] = mapped_column(Shape("MULTIPOLYGON"))


class Path(Base):
    """A way that can be walked, as surveyed; the network is built from it."""

    __tablename__ = "path"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_path_line", "line", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    barrier: Mapped[str | None]
    hours: Mapped[str | None]
    layer: Mapped[int | None]
    vanished_on: Mapped[dt.date | None]
    line: Mapped[BaseGeometry] = mapped_column(Shape("LINESTRING"))


class Barrier(Base):
    """What divides ground and is no path: a railway, a river, a wall, a motorway."""

    __tablename__ = "barrier"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_barrier_line", "line", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    vanished_on: Mapped[dt.date | None]
    line: Mapped[BaseGeometry] = mapped_column(Shape("LINESTRING"))


class GroundArea(Base):
    """Green or water: the calm ground on which the map is drawn."""

    __tablename__ = "ground_area"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_ground_area_shape", "shape", postgresql_using="gist"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    vanished_on: Mapped[dt.date | None]
    shape: Mapped[BaseGeometry] = mapped_column(Shape("MULTIPOLYGON"))


class AreaNote(Base):
    """One thing worth knowing about stored ground: a building in no cell, cells that overlap.

    Kept by the last assignment of a division, so that the map can show it.
    """

    __tablename__ = "area_note"
    id: Mapped[int] = key_column()
    division_id: Mapped[int] = mapped_column(
        ForeignKey("division.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str]
    severity: Mapped[str]
    template: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    place: Mapped[BaseGeometry | None] = mapped_column(Shape())
