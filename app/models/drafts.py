"""Drafts of divisions: the steps in which they were edited, and who is at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column


class DivisionStep(Base):
    """One step of editing a draft, with what it found and what it left: it can be undone.

    ``before`` and ``after`` are states of the cells that the step touched, as
    ``{"cells": [...], "by_hand": [...]}``; docs/drafts.md describes them. A step that was undone
    stays until another one is taken in its place.
    """

    __tablename__ = "division_step"
    __table_args__ = (Index("uq_division_step_number", "division_id", "number", unique=True),)
    id: Mapped[int] = key_column()
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str]
    template: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    what: Mapped[dict[str, Any]] = mapped_column(default=dict)
    before: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    after: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[dt.datetime]
    undone_at: Mapped[dt.datetime | None]


class DivisionEditor(Base):
    """Somebody who has a draft open, and when they were last heard of."""

    __tablename__ = "division_editor"
    division_id: Mapped[int] = mapped_column(
        ForeignKey("division.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    seen_at: Mapped[dt.datetime]
