"""Whether a series rises or falls: Mann-Kendall."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mapping.hotspots.checks import finite


def mann_kendall(series: ArrayLike) -> tuple[int, float, float]:
    """Test a series for a trend, whatever its form.

    Parameters
    ----------
    series : array_like of float, shape (n,)
        Oldest first.

    Returns
    -------
    s : int
        Pairs that rise less pairs that fall.
    z : float
        Its normal deviate, corrected for ties and for being a whole number.
    p : float
        Two-sided.

    Raises
    ------
    InputRefused
        If a value is not finite.

    Notes
    -----
    Mann, H. B. (1945), Nonparametric Tests Against Trend, Econometrica 13; Kendall, M. G.
    (1975), Rank Correlation Methods.

    Examples
    --------
    >>> s, z, p = mann_kendall([1, 2, 3, 4, 5])
    >>> s, round(z, 3), round(p, 3)
    (10, 2.205, 0.027)
    """
    x = finite(series)
    count = len(x)
    earlier, later = np.triu_indices(count, 1)
    s = int(np.sign(x[later] - x[earlier]).sum())
    _, ties = np.unique(x, return_counts=True)
    variance = (_weight(np.array([count])) - _weight(ties)) / 18
    if s == 0 or variance <= 0:
        return s, 0.0, 1.0
    z = (s - math.copysign(1, s)) / math.sqrt(variance)
    return s, z, float(2 * ndtr(-abs(z)))


def _weight(sizes: np.ndarray) -> float:
    return float((sizes * (sizes - 1) * (2 * sizes + 5)).sum())
