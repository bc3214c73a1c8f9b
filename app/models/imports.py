"""Imports: which file brought what, and what was found in it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Shape, key_column


class ImportState(StrEnum):
    """Life of an import; docs/states.md draws the moves."""

    STAGED = "staged"  # Uploaded; waits for answers or for the go-ahead.
    APPLIED = "applied"  # Its rows are in the store.
    DISCARDED = "discarded"  # Given up; nothing was written.


class Import(Base):
    """One import of one file."""

    __tablename__ = "import"
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    subject: Mapped[str]
    file_name: Mapped[str]
    file_sha256: Mapped[str]
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[ImportState] = mapped_column(default=ImportState.STAGED)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    findings: Mapped[list[ImportFinding]] = relationship(order_by="ImportFinding.id")


class ImportFinding(Base):
    """One finding of an import, kept with it and shown on the map."""

    __tablename__ = "import_finding"
    id: Mapped[int] = key_column()
    import_id: Mapped[int] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), index=True)
    code: Mapped[str]
    severity: Mapped[str]
    template: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    row: Mapped[int | None]
    layer: Mapped[str] = mapped_column(default="")
    column: Mapped[str] = mapped_column(default="")
    key: Mapped[str] = mapped_column(default="")
    place: Mapped[BaseGeometry | None] = mapped_column(Shape())
