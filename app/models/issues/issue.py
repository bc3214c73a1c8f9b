"""Issues 事件 and what happened to them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Shape, key_column
from app.models.buildings import Building, Entrance
from app.models.issues.catalogue import HandlingUnit, IssueCategory, TimeUnit
from app.models.issues.life import ISSUE_MOVES, OPEN_SQL, RUNNING_SQL, IssueState
from app.models.people import Organisation, Person, Team
from app.models.users import User


class IssueChannel(StrEnum):
    """By which way an issue came in."""

    PATROL = "patrol"  # Found by whoever walks.
    STAFF = "staff"  # Entered by an account that does not walk.
    PLATE = "plate"  # A resident, by the code on the building's door plate.
    HOTLINE = "hotline"  # A list of a hotline or of another system.
    SUPERIOR = "superior"  # An order of the street or the district.
    MEDIA = "media"  # Press and web.
    OPEN311 = "open311"  # Another program, by the API.
    DEMO = "demo"  # Invented.


PUBLIC_CHANNELS = (
    IssueChannel.PLATE,
    IssueChannel.HOTLINE,
    IssueChannel.MEDIA,
    IssueChannel.OPEN311,
)
"""Channels of the public: what comes by them is seen on site before it is filed."""


class IssueLevel(StrEnum):
    """How far up an issue is looked at, the lowest first."""

    CELL = "cell"
    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"


class PlaceDoubt(StrEnum):
    """Why the place of an issue is doubtful: it counts in totals, and never in hotspots."""

    NONE = "none"  # It has no place at all.
    ZERO = "zero"  # It lies at (0, 0).
    OUTSIDE = "outside"  # It lies outside of the community.
    PILE = "pile"  # Very many issues lie on this very point: a default of their source.


class Issue(Base):
    """An issue: what, where, since when, who has it, and where it stands.

    ``category`` is the word of whoever reported, kept; ``category_id`` the catalogue's. Times in
    ``filed_at`` ... ``closed_at`` are those of the last such move. The clock: ``due_at`` is when
    it is overdue, ``warn_at`` when its light turns yellow; while it is suspended both are None,
    and ``left_s`` has the working seconds that are left. ``allowed_s`` are the working seconds
    that it was given in all; ``time_unit`` says in what it is counted. ``handled_by`` is who said
    last that it is handled, which may not verify it. ``version`` counts the moves: who moves says
    which one they saw.
    """

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("community_id", "source", "source_ref"),
        CheckConstraint(
            "num_nonnulls(person_id, team_id, organisation_id, unit_id) <= 1", name="one_handler"
        ),
        Index("ix_issue_point", "point", postgresql_using="gist"),
        Index("ix_issue_open_cell", "cell_id", postgresql_where=OPEN_SQL),
        Index("ix_issue_open_building", "building_id", postgresql_where=OPEN_SQL),
        Index("ix_issue_open", "community_id", "state", postgresql_where=OPEN_SQL),
        Index("ix_issue_pressing", "community_id", "due_at", "id", postgresql_where=OPEN_SQL),
        Index(
            "ix_issue_words",
            text("issue_words(title, description, address, source_ref)"),
            postgresql_using="gin",
        ),
        Index("ix_issue_due", "community_id", "due_at", postgresql_where=RUNNING_SQL),
        Index(
            "ix_issue_fell_due",
            "community_id",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index("ix_issue_reported", "community_id", "reported_at"),
        Index("ix_issue_category", "community_id", "category_id", "reported_at"),
        Index("ix_issue_person", "person_id", postgresql_where=text("person_id IS NOT NULL")),
        Index("ix_issue_team", "team_id", postgresql_where=text("team_id IS NOT NULL")),
        Index("ix_issue_unit", "unit_id", postgresql_where=text("unit_id IS NOT NULL")),
        Index("ix_issue_reporter", "reported_by", postgresql_where=text("reported_by IS NOT NULL")),
        Index("ix_issue_merged", "merged_into_id", postgresql_where=text("merged_into_id > 0")),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    source: Mapped[str] = mapped_column(default="own")
    source_ref: Mapped[str]
    channel: Mapped[IssueChannel] = mapped_column(default=IssueChannel.STAFF)
    category: Mapped[str]
    category_id: Mapped[int | None] = mapped_column(ForeignKey("issue_category.id"))
    condition: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    state: Mapped[IssueState] = mapped_column(default=IssueState.REPORTED)
    level: Mapped[IssueLevel] = mapped_column(default=IssueLevel.CELL)
    version: Mapped[int] = mapped_column(default=0, server_default="0")

    point: Mapped[BaseGeometry | None] = mapped_column(Shape("POINT"))
    place_doubt: Mapped[PlaceDoubt | None]
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[int | None] = mapped_column(
        ForeignKey("entrance.id", ondelete="SET NULL"), index=True
    )
    cell_id: Mapped[int | None] = mapped_column(
        ForeignKey("cell.id", ondelete="SET NULL"), index=True
    )

    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"))

    reported_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    filed_at: Mapped[dt.datetime | None]
    dispatched_at: Mapped[dt.datetime | None]
    resolved_at: Mapped[dt.datetime | None]
    verified_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    warn_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    allowed_s: Mapped[int | None]
    left_s: Mapped[int | None]
    time_unit: Mapped[TimeUnit | None]
    reworks: Mapped[int] = mapped_column(default=0, server_default="0")

    building: Mapped[Building | None] = relationship()
    entrance: Mapped[Entrance | None] = relationship()
    catalogued: Mapped[IssueCategory | None] = relationship()
    person: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    unit: Mapped[HandlingUnit | None] = relationship()
    merged_into: Mapped[Issue | None] = relationship(remote_side="Issue.id")
    events: Mapped[list[IssueEvent]] = relationship(order_by="IssueEvent.id")

    @hybrid_property
    def place_doubtful(self) -> bool:
        """Whether the issue counts in totals only, for nobody knows where it is."""
        return self.place_doubt is not None

    @place_doubtful.inplace.expression
    @classmethod
    def _place_doubtful(cls) -> ColumnElement[bool]:
        return cls.place_doubt.is_not(None)

    @property
    def number(self) -> str:
        """The number that people quote: year and month of the report, then its key."""
        return f"{self.reported_at:%Y%m}-{self.id}"

    def allows(self, verb: str) -> bool:
        """Tell whether a verb of :data:`ISSUE_MOVES` leads on from here."""
        return self.state in ISSUE_MOVES[verb].sources


class IssueEvent(Base):
    """One step in the life of an issue 流转记录: written once, never changed.

    ``state`` is where the step led; ``facts`` has what else it changed, by name of the column,
    as text. ``user_id`` is None where a resident, time, or the operator of the machine took it.
    """

    __tablename__ = "issue_event"
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    verb: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    state: Mapped[IssueState | None]
    note: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    person: Mapped[Person | None] = relationship()
    user: Mapped[User | None] = relationship()


class IssueHarm(Base):
    """That an issue harms a building other than the one at which it lies."""

    __tablename__ = "issue_harm"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    building_id: Mapped[int] = mapped_column(
        ForeignKey("building.id"), primary_key=True, index=True
    )
