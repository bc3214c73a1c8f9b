"""Which of many cells to call significant, when some are bound to look so by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def adjusted(p: ArrayLike) -> NDArray[np.float64]:
    """Adjust chances for how many were looked at, by Benjamini and Hochberg.

    Parameters
    ----------
    p : array_like of float, shape (n,)
        Between 0 and 1.

    Returns
    -------
    ndarray of float, shape (n,)
        The least rate of false discoveries at which each would be one.

    Notes
    -----
    Benjamini, Y. and Y. Hochberg (1995), Controlling the False Discovery Rate, Journal of the
    Royal Statistical Society B 57.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03, 0.5]).round(4)
    array([0.04  , 0.0533, 0.0533, 0.5   ])
    """
    chances = np.asarray(p, dtype=float)
    count = len(chances)
    order = np.argsort(chances)[::-1]
    scaled = chances[order] * count / np.arange(count, 0, -1)
    result = np.empty(count)
    result[order] = np.minimum(np.minimum.accumulate(scaled), 1.0) if count else scaled
    return result


def benjamini_hochberg(p: ArrayLike, q: float = 0.05) -> NDArray[np.bool_]:
    """Tell which are discoveries, so that in the long run a share of q of them is false.

    Parameters
    ----------
    p : array_like of float, shape (n,)
        Two-sided chances, as of :func:`~mapping.hotspots.two_sided`.
    q : float
        Rate of false discoveries.

    Returns
    -------
    ndarray of bool, shape (n,)

    Notes
    -----
    As :func:`adjusted`.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.02, 0.04, 0.5])
    array([ True,  True, False, False])
    """
    return adjusted(p) <= q
