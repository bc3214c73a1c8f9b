"""People, the organisations they belong to, and teams, with the days of coming and going."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    and_,
    or_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, key_column
from app.models.buildings import Building


class TeamKind(StrEnum):
    """What a team is for."""

    PATROL = "patrol"
    ENVIRONMENT = "environment"
    PUBLICITY = "publicity"
    OTHER = "other"


class Organisation(Base):
    """A party organisation: a tree of its own, apart from the places."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("community_id", "key"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str]
    name: Mapped[str]
    level: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[dt.date | None]
    parent: Mapped[Organisation | None] = relationship(remote_side=[id])


class Person(Base):
    """A person 人员; a member 党员 is a person with ``is_member``."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("community_id", "key"),
        Index("ix_person_name", "community_id", "name"),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    is_member: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[dt.date | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_since: Mapped[dt.date | None]
    left_on: Mapped[dt.date | None]
    home_building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    organisation: Mapped[Organisation | None] = relationship()
    home_building: Mapped[Building | None] = relationship()

    @property
    def masked_phone(self) -> str:
        """Phone number with its middle hidden, as every page shows it."""
        return mask_phone(self.phone)


class FormerMembership(Base):
    """That a person was in an organisation; in which they are now stands with the person."""

    __tablename__ = "former_membership"
    __table_args__ = (CheckConstraint("since IS NULL OR since <= until", name="dates"),)
    id: Mapped[int] = key_column()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[dt.date | None]
    until: Mapped[dt.date]
    organisation: Mapped[Organisation] = relationship()


class Team(Base):
    """A team 队伍, such as the patrol team."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("community_id", "key"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str]
    kind: Mapped[TeamKind] = mapped_column(default=TeamKind.OTHER)
    closed_on: Mapped[dt.date | None]


class TeamMember(Base):
    """That a person is or was in a team; ``since`` is empty where nobody noted the day."""

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint("since <= until", name="dates"),
        Index(
            "uq_team_member_present",
            "team_id",
            "person_id",
            unique=True,
            postgresql_where=text("until IS NULL"),
        ),
    )
    id: Mapped[int] = key_column()
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]
    team: Mapped[Team] = relationship()
    person: Mapped[Person] = relationship()

    @classmethod
    def current(cls, on: dt.date) -> ColumnElement[bool]:
        """Give the condition that somebody is in a team on a day.

        Parameters
        ----------
        on : datetime.date
            The day; ``until`` is the last day in the team.

        Returns
        -------
        ColumnElement[bool]
        """
        begun = or_(cls.since.is_(None), cls.since <= on)
        return and_(begun, or_(cls.until.is_(None), cls.until >= on))


def mask_phone(phone: str) -> str:
    """Hide the middle of a phone number.

    Parameters
    ----------
    phone : str
        As stored; any length.

    Returns
    -------
    str
        ``138****5678``; numbers too short to keep seven digits show only the last two.
    """
    digits = phone.strip()
    if not digits:
        return ""
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 1) + digits[-2:]
