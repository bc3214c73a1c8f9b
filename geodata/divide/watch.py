"""How a search learns whether it may go on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[float, str], bool]
"""Is told the share done (0 to 1) and what is being done; False asks to stop with the best."""

GoOn = Callable[[float, float], bool]
"""Is told the share of the work that is done, and the share of the time by which this part of it
must end, so that later parts keep theirs; False asks to end with the best so far."""


_HURRY_S = 5.0
"""With less time than this, less is tried from the start, rather than much that is cut short."""
_PATIENCE = 5.0
"""How many times its processor time a search may take on the clock of a busy machine."""


class Watch:
    """The clock of a search, which stands still while geometry is made.

    Parameters
    ----------
    tell : callable
        Where progress is told.
    time_limit_s : float
    at_work : bool
        Count the processor time of this thread, so that a busy machine divides no worse, but ends
        after five times as long; else the clock on the wall counts, for somebody who waits.
    """

    def __init__(self, tell: Tell, time_limit_s: float, *, at_work: bool = False) -> None:
        self._tell = tell
        self._limit_s = time_limit_s
        self._at_work = at_work
        self._passed_s = 0.0
        self._since = _now()
        self._stopped = False

    def __call__(self, done: float, until: float) -> bool:
        """Tell whether the search may go on: a :data:`GoOn`."""
        self._count()
        late = self._passed_s > self._limit_s * until
        self._stopped = self._stopped or not self._tell(0.1 + 0.8 * done, "search")
        return not (late or self._stopped)

    @property
    def hurried(self) -> bool:
        """Whether somebody waits for the answer."""
        return self._limit_s < _HURRY_S

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the clock stand still."""
        self._count()
        yield
        self._since = _now()

    def _count(self) -> None:
        """Add what has passed since the last look."""
        now = _now()
        clock_s, worked_s = now[0] - self._since[0], now[1] - self._since[1]
        self._passed_s += max(worked_s, clock_s / _PATIENCE) if self._at_work else clock_s
        self._since = now


def _now() -> tuple[float, float]:
    """Read the clock on the wall and the processor time of this thread, in seconds."""
    return time.monotonic(), time.thread_time()
