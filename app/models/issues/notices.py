"""Who is told what, in the application and outside of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, key_column
from app.models.issues.issue import Issue


class Notice(Base):
    """That an account should know of a step of an issue, or of what time did to a patrol.

    ``kind`` is the verb of the step.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("num_nonnulls(issue_id, patrol_id) = 1", name="one_matter"),
        Index("ix_notice_user", "user_id", "id"),
        Index("ix_notice_unread", "user_id", postgresql_where=text("read_at IS NULL")),
    )
    id: Mapped[int] = key_column()
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    patrol_id: Mapped[int | None] = mapped_column(
        ForeignKey("patrol.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
    issue: Mapped[Issue | None] = relationship()


class Carrier(StrEnum):
    """By what something is sent."""

    WEB_HOOK = "web_hook"
    EMAIL = "email"


class Outgoing(Base):
    """Something to send: tried again, later each time, until it is through or given up."""

    __tablename__ = "outgoing"
    __table_args__ = (
        Index(
            "ix_outgoing_waiting",
            "next_at",
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    carrier: Mapped[Carrier]
    target: Mapped[str]
    payload: Mapped[dict[str, Any]]
    made_at: Mapped[dt.datetime]
    next_at: Mapped[dt.datetime]
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[dt.datetime | None]
    given_up_at: Mapped[dt.datetime | None]


class Sending(Base):
    """What a community has sent outside of the application, and where to.

    With ``hook_secret`` every call of the web hook is signed; both are empty without one.
    """

    __tablename__ = "sending"
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), primary_key=True)
    hook_url: Mapped[str] = mapped_column(default="")
    hook_secret: Mapped[str] = mapped_column(default="")
    mail_staff: Mapped[bool] = mapped_column(default=False)
    mail_residents: Mapped[bool] = mapped_column(default=False)
