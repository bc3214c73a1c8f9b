"""Maps of chance, with which what was found is compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geodata.errors import N_

Tell = Callable[[float, str], bool]
"""Takes share and phase, and gives whether to go on."""

SIMULATING = N_("Comparing with maps of chance")
_STEP = 50


def go_on(share: float, what: str) -> bool:
    """Listen to no progress, and never stop."""
    del share, what
    return True


def simulate(
    draw: Callable[[np.random.Generator], float], replications: int, seed: int, tell: Tell = go_on
) -> NDArray[np.float64]:
    """Draw the greatest likelihood ratio of maps without any cluster.

    Parameters
    ----------
    draw : callable
        Makes one such map and gives its greatest ratio.
    replications : int
        How many.
    seed : int
    tell : callable
        Asked now and then; False ends with the maps so far, at least one.

    Returns
    -------
    ndarray of float
    """
    rng = np.random.default_rng(seed)
    found: list[float] = []
    for number in range(replications):
        if number % _STEP == 0 and not tell(number / replications, SIMULATING) and found:
            break
        found.append(draw(rng))
    return np.array(found)
