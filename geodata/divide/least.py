"""How evenly whole buildings can be shared at best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROUNDING = 1e-9


def least_largest_deviation(homes: NDArray[np.float64], cells: int) -> float:
    """Give a deviation that no division of whole buildings can go below.

    Some cell holds the largest building; two of the ``cells + 1`` largest share a cell; the
    households of a cell are a whole number where those of buildings are. Of the buildings that
    somebody lives in, some cells have at most the mean number rounded down and others at least the
    mean rounded up: so many of each as the remainder asks for, or one has still fewer or more.

    Parameters
    ----------
    homes : ndarray of float
        Households of each building that is not to be parted; at least one.
    cells : int
        At least one.

    Returns
    -------
    float
        A lower bound of the largest deviation from the mean, as a share of the mean.
    """
    mean = float(homes.sum()) / cells
    if mean <= 0:
        return 0.0
    smallest = np.sort(homes[homes > 0])
    largest = smallest[::-1]
    pair = float(largest[cells - 1] + largest[cells]) if len(largest) > cells else 0.0
    whole = bool((homes == np.round(homes)).all())
    most = max(float(largest[0]), pair, float(np.ceil(mean)) if whole else mean)
    return max(most / mean - 1, _least_by_number(smallest, cells, mean, whole=whole))


def _least_by_number(
    smallest: NDArray[np.float64], cells: int, mean: float, *, whole: bool
) -> float:
    """Give the deviation that the number of buildings forces, since cells can't all have alike."""
    few, more = divmod(len(smallest), cells)
    if not more:
        return 0.0
    largest, short = smallest[::-1], cells - more
    below = float(largest[: short * few].sum()) / short
    above = float(smallest[: more * (few + 1)].sum()) / more
    if whole:
        below, above = float(np.floor(below + _ROUNDING)), float(np.ceil(above - _ROUNDING))
    fewer, still_more = largest[: max(few - 1, 0)].sum(), smallest[: few + 2].sum()
    by_short = min(1 - below / mean, float(still_more) / mean - 1)
    by_long = min(above / mean - 1, 1 - float(fewer) / mean)
    return max(by_short, by_long, 0.0)
