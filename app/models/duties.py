"""Duties: who answers for which place, in which role, from when until when."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Cell, Estate
from app.models.base import Base, key_column
from app.models.buildings import Building, Entrance
from app.models.households import Household
from app.models.people import Organisation, Person, Team


class DutyRole(StrEnum):
    """Roles in which somebody answers for a place (docs/glossary.md)."""

    CELL_LEADER = "cell_leader"
    GRID_ADMINISTRATOR = "grid_administrator"
    GROUP_LEADER = "group_leader"
    BUILDING_LEAD = "building_lead"
    ENTRANCE_LEAD = "entrance_lead"
    MEMBER_CONTACT = "member_contact"
    MODEL_FAMILY = "model_family"
    SUPERVISOR = "supervisor"
    PATROL_VOLUNTEER = "patrol_volunteer"
    PROPERTY_COMMITTEE = "property_committee"
    BRANCH = "branch"


LEADING_ROLES = (DutyRole.CELL_LEADER, DutyRole.GROUP_LEADER, DutyRole.GRID_ADMINISTRATOR)
"""Roles that lead a cell, the one to be named first."""


class PlaceKind(StrEnum):
    """Kinds of places for which somebody can answer, the largest first."""

    ESTATE = "estate"
    CELL = "cell"
    BUILDING = "building"
    ENTRANCE = "entrance"
    HOUSEHOLD = "household"

    @classmethod
    def of_role(cls, role: DutyRole) -> PlaceKind:
        """Give the kind of place for which a role usually answers.

        Parameters
        ----------
        role : DutyRole

        Returns
        -------
        PlaceKind
        """
        if role in (DutyRole.BUILDING_LEAD, DutyRole.MEMBER_CONTACT):
            return cls.BUILDING
        if role in (DutyRole.ENTRANCE_LEAD, DutyRole.MODEL_FAMILY):
            return cls.ENTRANCE
        return cls.CELL


Place = Cell | Estate | Building | Entrance | Household
"""A place for which somebody can answer."""

DutyHolder = Person | Team | Organisation
"""Who can hold a duty."""


class Duty(Base):
    """A duty 责任/包联. Ending it sets ``until``; it is never deleted."""

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, team_id, organisation_id) = 1", name="one_holder"),
        CheckConstraint(
            "num_nonnulls(cell_id, building_id, entrance_id, household_id, estate_id) = 1",
            name="one_place",
        ),
        CheckConstraint("until IS NULL OR since <= until", name="dates"),
        Index("ix_duty_cell", "cell_id", "role"),
        Index("ix_duty_building", "building_id", "role"),
        Index("ix_duty_entrance", "entrance_id", "role"),
        Index("ix_duty_household", "household_id", "role"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    cell_id: Mapped[int | None] = mapped_column(ForeignKey("cell.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    estate_id: Mapped[int | None] = mapped_column(ForeignKey("estate.id"), index=True)
    role: Mapped[DutyRole]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    person: Mapped[Person | None] = relationship()
    team: Mapped[Team | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    cell: Mapped[Cell | None] = relationship()
    building: Mapped[Building | None] = relationship()
    entrance: Mapped[Entrance | None] = relationship()
    household: Mapped[Household | None] = relationship()
    estate: Mapped[Estate | None] = relationship()

    @property
    def place(self) -> Place:
        """The place for which the duty is held."""
        places = (self.cell, self.building, self.entrance, self.household, self.estate)
        return next(place for place in places if place is not None)

    @property
    def holder(self) -> DutyHolder:
        """Who holds the duty."""
        holders = (self.person, self.team, self.organisation)
        return next(holder for holder in holders if holder is not None)

    @classmethod
    def meets(cls, since: dt.date, until: dt.date | None) -> ColumnElement[bool]:
        """Give the condition that a duty holds on some day of a period.

        Parameters
        ----------
        since : datetime.date
        until : datetime.date or None
            Last day; None for a period without end.

        Returns
        -------
        ColumnElement[bool]
        """
        unended = or_(cls.until.is_(None), cls.until >= since)
        return unended if until is None else and_(unended, cls.since <= until)

    @classmethod
    def current(cls, on: dt.date) -> ColumnElement[bool]:
        """Give the condition that a duty holds on a day.

        Parameters
        ----------
        on : datetime.date
            The day; ``until`` is the last day on which a duty holds.

        Returns
        -------
        ColumnElement[bool]
        """
        return and_(cls.since <= on, or_(cls.until.is_(None), cls.until >= on))
