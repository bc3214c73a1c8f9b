"""How issues come in: plates on doors, residents who report, photos, lists of hotlines."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column


class DoorPlate(Base):
    """The code on a door plate 门牌码: it opens the report form of one building or entrance."""

    __tablename__ = "door_plate"
    __table_args__ = (
        Index(
            "uq_door_plate_place",
            "building_id",
            "entrance_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]


class IssueReporter(Base):
    """Somebody who reported an issue; after a merge an issue has several.

    A resident has no account: ``token_sha256`` is the hash of their secret link. Name and phone
    are sensitive: shown to those who handle the issue, masked, and erased some time after its
    end.
    """

    __tablename__ = "issue_reporter"
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    token_sha256: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class IssuePhoto(Base):
    """A photo of an issue, re-encoded: what it tells of its place is not in ``content``."""

    __tablename__ = "issue_photo"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="size"),)
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("issue_event.id"))
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[dt.datetime]


class PublicCall(Base):
    """A call of somebody without account, counted against floods; ``who`` is a salted hash."""

    __tablename__ = "public_call"
    __table_args__ = (Index("ix_public_call_who", "kind", "who", "at"),)
    id: Mapped[int] = key_column()
    kind: Mapped[str]
    who: Mapped[str]
    at: Mapped[dt.datetime]


class SourceMapping(Base):
    """How the columns of a source's lists are read: remembered from its last import."""

    __tablename__ = "source_mapping"
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[dict[str, Any]]
    at: Mapped[dt.datetime]


class ApiKey(Base):
    """A key with which another program reports issues by Open311; we hold its hash."""

    __tablename__ = "api_key"
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    name: Mapped[str]
    key_sha256: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]


class IdempotencyKey(Base):
    """That a program asked for something once: asked again, it gets the same answer."""

    __tablename__ = "idempotency_key"
    api_key_id: Mapped[int] = mapped_column(ForeignKey("api_key.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_sha256: Mapped[str]
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    at: Mapped[dt.datetime]
