"""Summaries of a period as they were issued, and which of them are issued by themselves."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell, Community
from app.models.base import Base, key_column
from app.models.users import User


class SummaryKind(StrEnum):
    """Of how long a period, and for whom."""

    WEEKLY = "weekly"  # Seven days, for those who work there.
    MONTHLY = "monthly"  # A month of the calendar, for those who work there.
    QUARTERLY = "quarterly"  # A quarter, for the members' congress: nobody is singled out.


class Summary(Base):
    """What was told of a period 简报. Its ``facts`` are never changed once it is issued.

    ``cell_id`` is None for one of the whole community; ``issued_by`` is None where time or the
    operator of the machine issued it.
    """

    __tablename__ = "summary"
    __table_args__ = (
        Index("ix_summary_community", "community_id", "until", "id"),
        CheckConstraint("since <= until", name="dates"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("cell.id"), index=True)
    kind: Mapped[SummaryKind]
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    community: Mapped[Community] = relationship()
    cell: Mapped[Cell | None] = relationship()
    issuer: Mapped[User | None] = relationship()


class SummarySchedule(Base):
    """Which summaries of a community are issued by themselves, once their period is over."""

    __tablename__ = "summary_schedule"
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    weekly: Mapped[bool] = mapped_column(default=False)
    monthly: Mapped[bool] = mapped_column(default=False)
    quarterly: Mapped[bool] = mapped_column(default=False)
    community: Mapped[Community] = relationship()

    def holds(self, kind: SummaryKind) -> bool:
        """Tell whether summaries of a kind are issued by themselves.

        Parameters
        ----------
        kind : SummaryKind
        """
        return bool(getattr(self, kind.value))
