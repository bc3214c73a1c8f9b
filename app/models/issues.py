"""Issues 事件 and what happened to them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Shape, key_column
from app.models.buildings import Building
from app.models.people import Person


class IssueState(StrEnum):
    """Where an issue stands; docs/states.md draws the moves."""

    REPORTED = "reported"  # Somebody told; nobody has taken it yet.
    FILED = "filed"  # Accepted as a case; the clock runs.
    DISPATCHED = "dispatched"  # Somebody has to handle it.
    SUSPENDED = "suspended"  # Waits with a written reason; the clock stands.
    RESOLVED = "resolved"  # Handled; waits for verification.
    CLOSED = "closed"  # Verified and ended.
    REJECTED = "rejected"  # Not accepted, with a reason.
    VOID = "void"  # Taken back.


OPEN_STATES = (
    IssueState.REPORTED,
    IssueState.FILED,
    IssueState.DISPATCHED,
    IssueState.SUSPENDED,
    IssueState.RESOLVED,
)
"""States in which an issue still needs somebody."""

_OPEN_SQL = text("state IN ('reported', 'filed', 'dispatched', 'suspended', 'resolved')")


class Issue(Base):
    """An issue: what, where, since when, and where it stands."""

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("community_id", "source", "source_ref"),
        Index("ix_issue_point", "point", postgresql_using="gist"),
        Index("ix_issue_open_cell", "cell_id", postgresql_where=_OPEN_SQL),
        Index("ix_issue_open_building", "building_id", postgresql_where=_OPEN_SQL),
        Index("ix_issue_reported", "community_id", "reported_at"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    source: Mapped[str] = mapped_column(default="own")
    source_ref: Mapped[str]
    category: Mapped[str]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    state: Mapped[IssueState] = mapped_column(default=IssueState.REPORTED)
    point: Mapped[BaseGeometry | None] = mapped_column(Shape("POINT"))
    place_doubtful: Mapped[bool] = mapped_column(default=False)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    cell_id: Mapped[int | None] = mapped_column(
        ForeignKey("cell.id", ondelete="SET NULL"), index=True
    )
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reported_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    building: Mapped[Building | None] = relationship()
    events: Mapped[list[IssueEvent]] = relationship(order_by="IssueEvent.at")


class IssueEvent(Base):
    """One step in the life of an issue 流转记录: written once, never changed."""

    __tablename__ = "issue_event"
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    verb: Mapped[str]
    at: Mapped[dt.datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(default="")
    person: Mapped[Person | None] = relationship()


class IssueHarm(Base):
    """That an issue harms a building other than the one at which it lies."""

    __tablename__ = "issue_harm"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    building_id: Mapped[int] = mapped_column(
        ForeignKey("building.id"), primary_key=True, index=True
    )
