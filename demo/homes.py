"""Households and people: spread over houses so that the sums are exact."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray


def fit_homes(built: NDArray[np.int64], total: int, rng: Generator) -> NDArray[np.int64]:
    """Bring the households that houses were built for to a published sum.

    Some flats are joined, some divided, by the same number everywhere or one more or less. Houses
    built for one household, or for none, stay as they are.

    Parameters
    ----------
    built : ndarray of int, shape (n,)
        Households for which each stairwell or house was built.
    total : int
        The sum to reach.
    rng : Generator
        Chooses where flats are joined or divided.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    homes = built.copy()
    step = 1 if total > homes.sum() else -1
    while homes.sum() != total:
        free = np.flatnonzero((built > 1) & (homes + step >= 1))
        missing = min(abs(total - int(homes.sum())), len(free))
        homes[rng.choice(free, size=missing, replace=False)] += step
    return homes


def spread(total: int, weights: NDArray[np.int64], rng: Generator) -> NDArray[np.int64]:
    """Spread people over houses by their households, with some luck, summing up exactly.

    Parameters
    ----------
    total : int
        People, at least one a household.
    weights : ndarray of int, shape (n,)
        Households of each house.
    rng : Generator
        Source of the luck.

    Returns
    -------
    ndarray of int, shape (n,)
        At least one person a household, nobody where there is none.
    """
    rest = total - int(weights.sum())
    return weights + rng.multinomial(rest, weights / weights.sum())
