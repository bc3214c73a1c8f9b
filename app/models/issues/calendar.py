"""When a community works: the hours of its week, and the days that are otherwise."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column


class WorkingHours(Base):
    """A stretch of working time on a day of the week; Monday is 0."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("since < until", name="times"),
        Index("ix_working_hours_community", "community_id", "weekday"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    weekday: Mapped[int]
    since: Mapped[dt.time]
    until: Mapped[dt.time]


class SpecialDay(Base):
    """A day that differs from the national calendar in one community."""

    __tablename__ = "special_day"
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    on: Mapped[dt.date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(default="")
