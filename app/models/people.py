"""People, the organisations they belong to, and teams."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
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
    home_building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    organisation: Mapped[Organisation | None] = relationship()
    home_building: Mapped[Building | None] = relationship()

    @property
    def masked_phone(self) -> str:
        """Phone number with its middle hidden, as every page shows it."""
        return mask_phone(self.phone)


class Team(Base):
    """A team 队伍, such as the patrol team."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("community_id", "key"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    key: Mapped[str]
    name: Mapped[str]
    kind: Mapped[TeamKind] = mapped_column(default=TeamKind.OTHER)


class TeamMember(Base):
    """That a person is in a team."""

    __tablename__ = "team_member"
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


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
