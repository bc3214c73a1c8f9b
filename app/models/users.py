"""Accounts, log-ins and the audit log."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Community
from app.models.base import Base, key_column
from app.models.people import Person


class Role(StrEnum):
    """What somebody who logs in may do; see app/queries/scope/."""

    SYSTEM_ADMIN = "system_admin"
    COMMUNITY_ADMIN = "community_admin"
    GRID_ADMIN = "grid_admin"
    VOLUNTEER = "volunteer"
    LEADER = "leader"
    HANDLER = "handler"


class User(Base):
    """An account. A person may have none; an account need not be a resident."""

    __tablename__ = "user"
    __table_args__ = (CheckConstraint("username ~ '^[a-z0-9_.-]{2,40}$'", name="username_form"),)
    id: Mapped[int] = key_column()
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str | None]
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    street_id: Mapped[int | None] = mapped_column(ForeignKey("street.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("handling_unit.id"))
    email: Mapped[str] = mapped_column(default="", server_default="")
    community: Mapped[Community | None] = relationship()
    person: Mapped[Person | None] = relationship()


class LoginSession(Base):
    """A log-in that lasts; the browser holds a random token, we hold its hash."""

    __tablename__ = "login_session"
    id: Mapped[int] = key_column()
    token_sha256: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    user: Mapped[User] = relationship()


class LoginAttempt(Base):
    """A failed log-in, counted for the lock-out; kept in a table so all processes see it."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index("ix_login_attempt_name", "username", "at"),)
    id: Mapped[int] = key_column()
    username: Mapped[str]
    at: Mapped[dt.datetime]


class AuditEntry(Base):
    """Who changed what and when. A trigger refuses any change or deletion of a row."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_thing", "thing_kind", "thing_id"),)
    id: Mapped[int] = key_column()
    at: Mapped[dt.datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    action: Mapped[str]
    thing_kind: Mapped[str]
    thing_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
