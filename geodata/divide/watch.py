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


class Watch:
    """The clock of a search, which stands still while geometry is made.

    Parameters
    ----------
    tell : callable
        Where progress is told.
    time_limit_s : float
    """

    def __init__(self, tell: Tell, time_limit_s: float) -> None:
        self._tell = tell
        self._limit_s = time_limit_s
        self._began = time.monotonic()
        self._stopped = False

    def __call__(self, done: float, until: float) -> bool:
        """Tell whether the search may go on: a :data:`GoOn`."""
        late = time.monotonic() - self._began > self._limit_s * until
        self._stopped = self._stopped or not self._tell(0.1 + 0.8 * done, "search")
        return not (late or self._stopped)

    @property
    def hurried(self) -> bool:
        """Whether somebody waits for the answer."""
        return self._limit_s < _HURRY_S

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the clock stand still."""
        since = time.monotonic()
        yield
        self._began += time.monotonic() - since
