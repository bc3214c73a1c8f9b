"""When patrols are walked and by whom: rhythms, shifts, stand-ins, absences, calendar links."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell
from app.models.base import Base, key_column
from app.models.people import Person, Team

if TYPE_CHECKING:
    from app.models.patrols.life import Patrol


class Rhythm(Base):
    """A rhythm 巡查节奏: on which days and at which hours somebody walks.

    ``rule`` is the recurrence in the words of RFC 5545 (``FREQ=WEEKLY;BYDAY=WE``), ``times`` the
    hours of its shifts (``[["07:30", "11:00"], ["13:30", "16:00"]]``), both in the place's own
    time. ``season`` limits it to a part of every year (``["03-15", "06-15"]``).
    """

    __tablename__ = "rhythm"
    __table_args__ = (CheckConstraint("until IS NULL OR since <= until", name="dates"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    name: Mapped[str]
    rule: Mapped[str]
    times: Mapped[list[Any]]
    season: Mapped[list[Any] | None]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[dt.datetime]
    beats: Mapped[list[Beat]] = relationship(
        order_by="Beat.id", back_populates="rhythm", cascade="all, delete-orphan"
    )


class Beat(Base):
    """A beat 巡段: which cell, and by which of its routes, a team walks in a rhythm.

    Without a team it is a gap that somebody has to fill. A pair is a team of two.
    """

    __tablename__ = "beat"
    id: Mapped[int] = key_column()
    rhythm_id: Mapped[int] = mapped_column(ForeignKey("rhythm.id", ondelete="CASCADE"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"), index=True)
    walker: Mapped[int] = mapped_column(default=1)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    rhythm: Mapped[Rhythm] = relationship(back_populates="beats")
    cell: Mapped[Cell] = relationship()
    team: Mapped[Team | None] = relationship()


class Shift(Base):
    """A shift 班次: one time of a rhythm on one day, or a single one; its patrols go out then."""

    __tablename__ = "shift"
    __table_args__ = (
        UniqueConstraint("rhythm_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="times"),
        Index("ix_shift_community", "community_id", "starts_at"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    rhythm_id: Mapped[int | None] = mapped_column(ForeignKey("rhythm.id", ondelete="SET NULL"))
    name: Mapped[str]
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    rhythm: Mapped[Rhythm | None] = relationship()
    patrols: Mapped[list[Patrol]] = relationship(back_populates="shift", order_by="Patrol.id")


class StandIn(Base):
    """That somebody walks in a patrol in place of another 替班, or joins it unasked."""

    __tablename__ = "stand_in"
    __table_args__ = (
        UniqueConstraint("patrol_id", "person_id"),
        CheckConstraint("person_id <> for_person_id", name="other"),
    )
    id: Mapped[int] = key_column()
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    for_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    for_person: Mapped[Person | None] = relationship(foreign_keys=[for_person_id])


class Absence(Base):
    """That a person cannot walk 请假, from when until when. Why is nobody's business."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("since <= until", name="dates"),)
    id: Mapped[int] = key_column()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[dt.date]
    until: Mapped[dt.date]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    noted_at: Mapped[dt.datetime]
    person: Mapped[Person] = relationship()


class CalendarLink(Base):
    """A secret address under which a calendar can be subscribed; we hold its hash.

    It shows the shifts of a person or of a team, or of the whole community where neither is named,
    as long as it is not revoked and whoever made it has an account.
    """

    __tablename__ = "calendar_link"
    __table_args__ = (CheckConstraint("num_nonnulls(person_id, team_id) <= 1", name="one_subject"),)
    id: Mapped[int] = key_column()
    token_sha256: Mapped[str] = mapped_column(unique=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    made_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    person: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
