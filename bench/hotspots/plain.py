"""A straightforward scan in NumPy, as one would write it first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def plain_scan(
    xy: Floats, cases: Floats, population: Floats, *, max_share: float, replications: int, seed: int
) -> tuple[float, float]:
    """Scan by arrays of all circles; give the likelihood ratio of the best one and its chance.

    Parameters
    ----------
    xy : ndarray of float, shape (n, 2)
    cases, population : ndarray of float, shape (n,)
    max_share : float
    replications, seed : int

    Returns
    -------
    llr, p : float
    """
    nearest = np.argsort(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)), 1, kind="stable")
    small = np.cumsum(population[nearest], 1) <= max_share * population.sum() * (1 + 1e-12)
    total = cases.sum()
    mean = np.cumsum((population * total / population.sum())[nearest], 1)
    best = _best(cases, nearest, small, mean, total)
    rng = np.random.default_rng(seed)
    chances = population / population.sum()
    drawn = [
        _best(rng.multinomial(int(total), chances), nearest, small, mean, total)
        for _ in range(replications)
    ]
    return best, (1 + sum(ratio >= best - 1e-9 for ratio in drawn)) / (1 + replications)


def _best(
    cases: NDArray[np.generic],
    nearest: NDArray[np.intp],
    small: NDArray[np.bool_],
    mean: Floats,
    total: float,
) -> float:
    """Give the greatest likelihood ratio of all circles."""
    inside = np.cumsum(cases[nearest], 1).astype(float)
    rest = total - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = inside * np.log(inside / mean)
        ratio += np.where(rest > 0, rest * np.log(rest / (total - mean)), 0.0)
    return float(np.where(small & (inside > mean) & (inside >= 2), ratio, 0.0).max())
