"""A patrol and its life: what leads from one state to the next, and who moved it when."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell
from app.models.base import Base, key_column
from app.models.patrols.plans import Route
from app.models.patrols.shifts import Shift, StandIn
from app.models.people import Team


class PatrolState(StrEnum):
    """Life of a patrol; docs/states.md draws the moves."""

    PLANNED = "planned"  # Its time has not come.
    OPEN = "open"  # Its time has come: whoever is on can set out.
    UNDER_WAY = "under_way"  # Somebody set out.
    DONE = "done"  # They are back.
    MISSED = "missed"  # Its time passed, and nobody set out.
    CANCELLED = "cancelled"  # Called off, with or without a word why.


PATROL_MOVES: dict[tuple[str, PatrolState], PatrolState] = {
    ("open", PatrolState.PLANNED): PatrolState.OPEN,
    ("set out", PatrolState.OPEN): PatrolState.UNDER_WAY,
    ("come home", PatrolState.UNDER_WAY): PatrolState.DONE,
    ("miss", PatrolState.OPEN): PatrolState.MISSED,
    ("write down", PatrolState.OPEN): PatrolState.DONE,
    ("write down", PatrolState.MISSED): PatrolState.DONE,
    ("call off", PatrolState.PLANNED): PatrolState.CANCELLED,
    ("call off", PatrolState.OPEN): PatrolState.CANCELLED,
    ("take up", PatrolState.CANCELLED): PatrolState.PLANNED,
    ("withdraw", PatrolState.DONE): PatrolState.OPEN,
}
"""Where a verb leads from a state; what is not here cannot happen."""


class Patrol(Base):
    """A patrol 巡查: one team walks one cell in one shift.

    ``started_at`` and ``ended_at`` are when it was really walked. A patrol outside any shift is
    one that somebody walked unasked, or one of an earlier system. ``planned_m`` and ``covered_m``
    say how much of its route was to be walked and was: they stay when the track is gone.
    """

    __tablename__ = "patrol"
    __table_args__ = (
        UniqueConstraint("shift_id", "beat_id"),
        CheckConstraint("started_at <= ended_at", name="times"),
        Index("ix_patrol_cell_ended", "cell_id", "ended_at"),
        Index("ix_patrol_state", "community_id", "state"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    shift_id: Mapped[int | None] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"))
    beat_id: Mapped[int | None] = mapped_column(ForeignKey("beat.id", ondelete="SET NULL"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("cell.id", ondelete="CASCADE"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id", ondelete="SET NULL"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    state: Mapped[PatrolState] = mapped_column(default=PatrolState.PLANNED)
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    planned_m: Mapped[float | None]
    covered_m: Mapped[float | None]
    shift: Mapped[Shift | None] = relationship(back_populates="patrols")
    cell: Mapped[Cell] = relationship()
    route: Mapped[Route | None] = relationship()
    team: Mapped[Team | None] = relationship()
    stand_ins: Mapped[list[StandIn]] = relationship(order_by="StandIn.id")
    events: Mapped[list[PatrolEvent]] = relationship(order_by="PatrolEvent.id")

    def allows(self, verb: str) -> bool:
        """Tell whether a verb of :data:`PATROL_MOVES` leads on from here."""
        return (verb, self.state) in PATROL_MOVES

    def move(self, verb: str, at: dt.datetime, by: int | None, note: str = "") -> None:
        """Go on to the state to which a verb leads, and write down who moved it when.

        Parameters
        ----------
        verb : str
            Of :data:`PATROL_MOVES`.
        at : datetime.datetime
        by : int or None
            The account; None where time itself moved it, or the operator of the machine.
        note : str

        Raises
        ------
        KeyError
            If it cannot happen now.
        """
        self.state = PATROL_MOVES[verb, self.state]
        self.events.append(PatrolEvent(verb=verb, at=at, user_id=by, note=note))


class PatrolEvent(Base):
    """One step in the life of a patrol: written once, never changed.

    ``user_id`` is None where time moved it, or the operator of the machine.
    """

    __tablename__ = "patrol_event"
    id: Mapped[int] = key_column()
    patrol_id: Mapped[int] = mapped_column(ForeignKey("patrol.id", ondelete="CASCADE"), index=True)
    verb: Mapped[str]
    at: Mapped[dt.datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(default="")
