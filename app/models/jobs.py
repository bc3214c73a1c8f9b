"""Jobs: work that takes longer than a page may, with its progress and what came of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.areas import Community
from app.models.base import Base, key_column
from app.models.users import User

JOB_LOCK = 0x6A6F62
"""First number of the advisory locks of workers, "job" in ASCII.

The second is the job's key while a worker is at it, and :data:`WORKER_LIVES` as long as the
worker lives. PostgreSQL drops them the moment the worker's connection is gone, however it died.
"""
WORKER_LIVES = 0

QUEUE_LOCK = JOB_LOCK + 1
"""With a community's key: who asks for a job there; with 0: the worker that chooses one."""

JOB_CHANNEL = "wangge_job"
"""On which a waiting worker is told that there is something to do."""


class JobState(StrEnum):
    """Life of a job; docs/states.md draws the moves."""

    WAITING = "waiting"  # Asked for; a worker takes it when it is its turn.
    RUNNING = "running"  # A worker is at it, and holds the lock that proves that it lives.
    DONE = "done"  # It came to its end; what it made is in the store.
    FAILED = "failed"  # It came to nothing, with the reason; nothing was changed.
    STOPPED = "stopped"  # Somebody stopped it; the best so far is kept where there was any.


JOB_MOVES: dict[tuple[str, JobState], JobState] = {
    ("begin", JobState.WAITING): JobState.RUNNING,
    ("stop", JobState.WAITING): JobState.STOPPED,
    ("finish", JobState.RUNNING): JobState.DONE,
    ("fail", JobState.RUNNING): JobState.FAILED,
    ("stop", JobState.RUNNING): JobState.STOPPED,
    ("put back", JobState.RUNNING): JobState.WAITING,
}
"""Where a verb leads from a state; what is not here cannot happen."""


class Job(Base):
    """A piece of long work 任务 that somebody asked for."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_community", "community_id", "id"),
        # Jobs of one community take turns, whatever the workers do.
        Index(
            "uq_job_running",
            "community_id",
            unique=True,
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_job_waiting", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_job_unseen", "asked_by", postgresql_where=text("seen_at IS NULL")),
    )
    id: Mapped[int] = key_column()
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[str]
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    share: Mapped[float] = mapped_column(default=0.0)
    phase: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(default="")
    problem_params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    seen_at: Mapped[dt.datetime | None]
    community: Mapped[Community] = relationship()
    asker: Mapped[User | None] = relationship()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)

    def move(self, verb: str) -> None:
        """Go on to the state to which a verb leads from this one.

        Parameters
        ----------
        verb : str
            Of :data:`JOB_MOVES`.

        Raises
        ------
        KeyError
            If it cannot happen now.
        """
        self.state = JOB_MOVES[verb, self.state]
        self.revision += 1
