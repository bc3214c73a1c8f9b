"""How evenly whole buildings can be shared at best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def least_largest_deviation(homes: NDArray[np.float64], cells: int) -> float:
    """Give a deviation that no division of whole buildings can go below.

    Some cell holds the largest building; two of the ``cells + 1`` largest share a cell; the
    households of a cell are a whole number where those of buildings are; and of the buildings that
    somebody lives in, some cell has at most the mean number rounded down, and some at least the
    mean rounded up.

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
    few, many = len(smallest) // cells, -(-len(smallest) // cells)
    pair = float(largest[cells - 1] + largest[cells]) if len(largest) > cells else 0.0
    whole = float(np.ceil(mean)) if (homes == np.round(homes)).all() else mean
    most = max(float(largest[0]), pair, float(smallest[:many].sum()), whole)
    least = float(largest[:few].sum())
    return max(most / mean - 1, 1 - least / mean, 0.0)
