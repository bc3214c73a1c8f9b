"""A worker beside a live server; its work can be made to wait until somebody has looked at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from app.jobs.kinds import RUNS, Run, Task
from app.jobs.lifeline import Lifeline
from app.jobs.worker import Worker
from app.settings import Settings
from tests.browser.visit import Live
from tests.visitors import NOON

PATIENCE_MS = 180_000
"""For the end of a job: only reached where something is wrong."""
_AGAIN_S = 0.3


@dataclass
class Held:
    """Divides as every worker does, but waits in the middle of the search until released.

    Attributes
    ----------
    share : float
        How far it goes before it waits.
    seen : threading.Event
        Set to let it go on.
    """

    share: float
    seen: threading.Event = field(default_factory=threading.Event)

    def __call__(self, task: Task) -> dict[str, Any]:
        """Divide."""

        def tell(share: float, what: str) -> bool:
            goes_on = task.tell(share, what)
            while goes_on and share >= self.share and not self.seen.wait(_AGAIN_S):
                goes_on = task.tell(share, what)
            return goes_on

        return RUNS["divide"](replace(task, tell=tell))


@contextmanager
def worker_beside(live: Live, runs: Mapping[str, Run] = RUNS) -> Iterator[None]:
    """Let a worker take the jobs of a live server until no longer wanted."""
    over = threading.Event()

    def work() -> None:
        with Lifeline(live.store.sessions.kw["bind"]) as lifeline:
            worker = Worker(live.store, Settings(), lifeline, runs=runs, clock=lambda: NOON)
            worker.work(lambda: not over.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
