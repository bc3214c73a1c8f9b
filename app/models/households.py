"""Households as places: a door behind which somebody answers, and nothing of who lives there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, key_column
from app.models.buildings import Building, Entrance


class Household(Base):
    """A household 户: a flat or a house by its number. Who lives there is not kept."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("community_id", "key"),)
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True)
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"), index=True)
    key: Mapped[str]
    number: Mapped[str]
    vanished_on: Mapped[dt.date | None]
    building: Mapped[Building] = relationship()
    entrance: Mapped[Entrance | None] = relationship()
