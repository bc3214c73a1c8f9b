"""Progress from a running job to whoever looks: written often enough to move, not to burden."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.database import Store
from app.services.jobs import note_progress

SAME_PHASE_S = 0.25
NEW_PHASE_S = 0.05


class JobTell:
    """A listener that writes the progress of a job, each time in a transaction of its own.

    Parameters
    ----------
    store : Store
    job_id : int
    clock : callable
        Gives seconds that only grow.
    """

    def __init__(
        self, store: Store, job_id: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._job_id = job_id
        self._clock = clock
        self._written_at = float("-inf")
        self._phase = ""
        self.stopped = False

    def __call__(self, share: float, what: str) -> bool:
        """Write how far it is; a new phase sooner, as nothing may follow it for long.

        Returns
        -------
        bool
            Whether to go on.
        """
        pause_s = SAME_PHASE_S if what == self._phase else NEW_PHASE_S
        if self._clock() - self._written_at < pause_s or self.stopped:
            return not self.stopped
        with self._store.transaction() as session:
            self.stopped = not note_progress(session, self._job_id, share, what)
        self._phase, self._written_at = what, self._clock()
        return not self.stopped
