"""How a search learns whether it may go on."""

from __future__ import annotations

import time
from collections.abc import Callable

Tell = Callable[[float, str], bool]
"""Is told the share done (0 to 1) and what is being done; False asks to stop with the best."""

GoOn = Callable[[float, float], bool]
"""Is told the share of the work that is done, and the share of the time by which this part of it
must end, so that later parts keep theirs; False asks to end with the best so far."""


def watch(tell: Tell, time_limit_s: float) -> GoOn:
    """Start the clock of a search.

    Parameters
    ----------
    tell : callable
        Where progress is told.
    time_limit_s : float

    Returns
    -------
    callable
    """
    began = time.monotonic()

    def go_on(done: float, until: float) -> bool:
        late = time.monotonic() - began > time_limit_s * until
        return tell(0.1 + 0.8 * done, "search") and not late

    return go_on
