"""Catalogues of what is reported: categories, how long each may take, and who gets it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import RegionClass
from app.models.base import Base, key_column
from app.models.duties import DutyRole


class Catalogue(StrEnum):
    """The two catalogues."""

    CITY = "city"  # City-management events, whose codes differ from city to city.
    COMMUNITY = "community"  # Community matters between neighbours.


class TimeUnit(StrEnum):
    """In what a deadline is counted."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    HOURS = "hours"  # Around the clock: what cannot wait for Monday.


class HandlingUnit(Base):
    """A handling unit 处置单位: a property firm, a department; its accounts see what it gets."""

    __tablename__ = "handling_unit"
    __table_args__ = (UniqueConstraint("community_id", "name"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[dt.date | None]


class IssueCategory(Base):
    """A category 类别 of issues; retired rather than deleted while issues have it."""

    __tablename__ = "issue_category"
    __table_args__ = (UniqueConstraint("community_id", "code"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    catalogue: Mapped[Catalogue]
    code: Mapped[str]
    group: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    icon: Mapped[str] = mapped_column(default="other")
    default_condition: Mapped[str] = mapped_column(default="")
    for_residents: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    retired_on: Mapped[dt.date | None]
    limits: Mapped[list[TimeLimit]] = relationship(
        order_by="TimeLimit.id", cascade="all, delete-orphan"
    )


class TimeLimit(Base):
    """How long an issue of a category may take; the most exact one that fits holds.

    An empty ``condition`` and no ``region`` fit all.
    """

    __tablename__ = "time_limit"
    __table_args__ = (
        UniqueConstraint("category_id", "condition", "region", postgresql_nulls_not_distinct=True),
        CheckConstraint("amount > 0", name="amount"),
    )
    id: Mapped[int] = key_column()
    category_id: Mapped[int] = mapped_column(ForeignKey("issue_category.id", ondelete="CASCADE"))
    condition: Mapped[str] = mapped_column(default="")
    region: Mapped[RegionClass | None]
    amount: Mapped[float]
    unit: Mapped[TimeUnit]


class DispatchRule(Base):
    """Who gets issues of a category at a place; the most exact one that fits holds.

    No category fits all; no place is the whole community. Whoever holds the duty ``role`` at the
    place gets it, or a handling unit.
    """

    __tablename__ = "dispatch_rule"
    __table_args__ = (
        CheckConstraint("num_nonnulls(cell_id, building_id, estate_id) <= 1", name="one_place"),
        CheckConstraint("num_nonnulls(role, unit_id) = 1", name="one_target"),
        Index("ix_dispatch_rule_category", "category_id"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("issue_category.id", ondelete="CASCADE")
    )
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    estate_id: Mapped[int | None] = mapped_column(ForeignKey("estate.id"))
    role: Mapped[DutyRole | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    category: Mapped[IssueCategory | None] = relationship()
    unit: Mapped[HandlingUnit | None] = relationship()
