"""Density 密度: a picture of where much is reported, which says nothing of risk."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from geodata.errors import N_, InputRefused


def kernel_density(
    xy: ArrayLike, at: ArrayLike, bandwidth_m: float
) -> NDArray[np.float64]:  # fmt: skip
    """Give how many issues there are per square kilometre around each place.

    A picture only: where more people live, more is reported. What stands out is found by
    :func:`~mapping.hotspots.gi_star` on residuals.

    Parameters
    ----------
    xy : array_like of float, shape (n, 2)
        Issues, in metres.
    at : array_like of float, shape (m, 2)
        Places that are asked about.
    bandwidth_m : float
        Distance at which an issue counts no more.

    Returns
    -------
    ndarray of float, shape (m,)

    Raises
    ------
    InputRefused
        If the bandwidth is not above zero.

    Notes
    -----
    Quartic kernel: Silverman, B. W. (1986), Density Estimation for Statistics and Data Analysis,
    equation 4.5.
    """
    if not bandwidth_m > 0:
        raise InputRefused(N_("The bandwidth is above zero metres."))
    issues, asked = np.asarray(xy, dtype=float), np.asarray(at, dtype=float)
    if len(issues) == 0 or len(asked) == 0:
        return np.zeros(len(asked))
    near = KDTree(asked).sparse_distance_matrix(KDTree(issues), bandwidth_m, output_type="ndarray")
    share = 1 - (near["v"] / bandwidth_m) ** 2
    weight = 3 / (np.pi * bandwidth_m**2) * share**2
    return np.asarray(np.bincount(near["i"], weight, minlength=len(asked)) * 1e6, dtype=float)
