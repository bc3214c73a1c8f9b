"""What people say of an issue: whether it is another's double, how well it was done."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, key_column


class IssueEvaluation(Base):
    """How well an issue was done, one to five, as one reporter or account sees it."""

    __tablename__ = "issue_evaluation"
    __table_args__ = (
        CheckConstraint("score BETWEEN 1 AND 5", name="score"),
        CheckConstraint("num_nonnulls(user_id, reporter_id) <= 1", name="one_judge"),
        UniqueConstraint("issue_id", "user_id"),
        UniqueConstraint("issue_id", "reporter_id"),
    )
    id: Mapped[int] = key_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("issue_reporter.id"))
    score: Mapped[int]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]


class NoDouble(Base):
    """That somebody looked at two issues and found them different; they are offered no more."""

    __tablename__ = "no_double"
    __table_args__ = (CheckConstraint("issue_id < other_id", name="order"),)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), primary_key=True, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[dt.datetime]
