"""The connection by which the store knows that a worker lives, and wakes it."""

from __future__ import annotations

from types import TracebackType

from psycopg import Connection
from sqlalchemy import Engine

from app.models.jobs import JOB_CHANNEL, JOB_LOCK, WORKER_LIVES


class Lifeline:
    """A connection of the worker's own, that holds locks and listens as long as it lives.

    Parameters
    ----------
    engine : Engine
        Of the store.
    """

    def __init__(self, engine: Engine) -> None:
        # Not of the pool: it must end with the worker, and not be lent on with its locks.
        address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = Connection.connect(address, autocommit=True)
        connection.execute(f"LISTEN {JOB_CHANNEL}")
        connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (JOB_LOCK, WORKER_LIVES))
        self._connection = connection

    def hold(self, job_id: int) -> bool:
        """Take the lock of a job; give False where somebody else holds it."""
        taken = self._connection.execute(
            "SELECT pg_try_advisory_lock(%s, %s)", (JOB_LOCK, job_id)
        ).fetchone()
        return taken == (True,)

    def release(self, job_id: int) -> None:
        """Give the lock of a job back."""
        self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", (JOB_LOCK, job_id))

    def wait(self, longest_s: float) -> None:
        """Sleep until somebody asks for a job.

        Parameters
        ----------
        longest_s : float
            Seconds after which to wake up anyway.
        """
        for _ in self._connection.notifies(timeout=longest_s, stop_after=1):
            return

    def close(self) -> None:
        """End it, and with it all locks."""
        self._connection.close()

    def __enter__(self) -> Lifeline:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
