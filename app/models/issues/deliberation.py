"""Four-step deliberation 四步法: raised, discussed, answered, judged, and its cost shared."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, key_column
from app.models.buildings import Entrance
from app.models.households import Household


class DeliberationState(StrEnum):
    """Where a deliberation stands; docs/states.md draws the moves."""

    RAISING = "raising"  # 出题: the branch raises the matter.
    DISCUSSING = "discussing"  # 议题: three parties discuss it, and vote.
    ANSWERING = "answering"  # 答题: property firm or department answers, and does it.
    JUDGING = "judging"  # 评题: residents judge.
    DONE = "done"  # Judged; the issue goes on to its end.
    DROPPED = "dropped"  # Given up, with a reason.


class DeliberationParty(StrEnum):
    """Whom somebody speaks for who takes part."""

    BRANCH = "branch"  # The party branch.
    PROPERTY = "property"  # The property firm.
    COMMITTEE = "committee"  # The owners' or property committee.
    RESIDENTS = "residents"  # Those who live where it lies.
    HARMED = "harmed"  # Those whom it harms, if they live elsewhere.
    DEPARTMENT = "department"  # An office of the street or the city.
    OTHER = "other"


DELIBERATION_MOVES: dict[tuple[str, DeliberationState], DeliberationState] = {
    ("raise", DeliberationState.RAISING): DeliberationState.DISCUSSING,
    ("meet", DeliberationState.DISCUSSING): DeliberationState.DISCUSSING,
    ("discuss", DeliberationState.DISCUSSING): DeliberationState.ANSWERING,
    ("answer", DeliberationState.ANSWERING): DeliberationState.JUDGING,
    ("judge", DeliberationState.JUDGING): DeliberationState.DONE,
    ("discuss again", DeliberationState.ANSWERING): DeliberationState.DISCUSSING,
    ("answer again", DeliberationState.JUDGING): DeliberationState.ANSWERING,
    ("drop", DeliberationState.RAISING): DeliberationState.DROPPED,
    ("drop", DeliberationState.DISCUSSING): DeliberationState.DROPPED,
    ("drop", DeliberationState.ANSWERING): DeliberationState.DROPPED,
}
"""Where a verb leads from a state; what is not here cannot happen.

``meet`` is a meeting that came to no agreement: it is written down, and they meet again.
"""

DELIBERATION_ENDS = (DeliberationState.DONE, DeliberationState.DROPPED)
"""States in which nobody waits for a deliberation any more."""


class Deliberation(Base):
    """A deliberation on an issue that needs the residents; at most one is at work on each."""

    __tablename__ = "deliberation"
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    state: Mapped[DeliberationState] = mapped_column(default=DeliberationState.RAISING)
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    question: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[dt.datetime]
    steps: Mapped[list[DeliberationStep]] = relationship(order_by="DeliberationStep.id")
    shares: Mapped[list[CostShare]] = relationship(
        order_by="CostShare.id", cascade="all, delete-orphan"
    )


class DeliberationStep(Base):
    """One meeting or answer: when, who took part, what was said, how they voted.

    ``participants`` is a list of ``{"party", "name"}``; ``votes_for`` ... are None where nobody
    voted.
    """

    __tablename__ = "deliberation_step"
    __table_args__ = (
        CheckConstraint("least(votes_for, votes_against, votes_abstained) >= 0", name="votes"),
    )
    id: Mapped[int] = key_column()
    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id"), index=True)
    verb: Mapped[str]
    held_on: Mapped[dt.date]
    participants: Mapped[list[Any]] = mapped_column(default=list)
    minutes: Mapped[str] = mapped_column(default="")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstained: Mapped[int | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]


class CostShare(Base):
    """What one entrance or one household is to pay, in fen, and what it paid."""

    __tablename__ = "cost_share"
    __table_args__ = (
        CheckConstraint("num_nonnulls(entrance_id, household_id) = 1", name="one_payer"),
        CheckConstraint("due_fen >= 0 AND paid_fen >= 0", name="amounts"),
        UniqueConstraint("deliberation_id", "entrance_id", "household_id"),
        Index("ix_cost_share_deliberation", "deliberation_id"),
    )
    id: Mapped[int] = key_column()
    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    due_fen: Mapped[int]
    paid_fen: Mapped[int] = mapped_column(default=0)
    paid_on: Mapped[dt.date | None]
    entrance: Mapped[Entrance | None] = relationship()
    household: Mapped[Household | None] = relationship()
