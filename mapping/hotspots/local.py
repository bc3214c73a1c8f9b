"""Local statistics of cells and their neighbours: Gi* and local Moran's I."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import ndtr

from mapping.hotspots.checks import finite, square

Floats = NDArray[np.float64]


def gi_star(values: ArrayLike, weights: sparse.sparray | sparse.spmatrix) -> Floats:
    """Give Getis and Ord's Gi* of each cell, as a standard normal deviate.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        One a cell; for issues the :func:`~mapping.hotspots.poisson_residuals`, for raw counts
        find the crowds and not the trouble.
    weights : scipy.sparse array, shape (n, n)
        Weight of each neighbour, with the cell itself on the diagonal.

    Returns
    -------
    ndarray of float, shape (n,)
        High where high values meet, low where low ones do; 0 where nothing can be said, because
        all values are equal or every cell is every other's neighbour.

    Raises
    ------
    InputRefused
        If the shapes do not fit, or a value is not finite.

    Notes
    -----
    ``(sum_j w_ij x_j - mean W_i) / (s sqrt((n S_i - W_i^2) / (n - 1)))`` with ``W_i`` the sum of
    the weights of a row, ``S_i`` that of their squares and ``s`` the standard deviation by
    ``n``: Ord, J. K. and A. Getis (1995), Local Spatial Autocorrelation Statistics, Geographical
    Analysis 27, equation 14.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> row_of_three = sparse.csr_array(np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    >>> gi_star([4.0, 1.0, 1.0], row_of_three).round(3)
    array([ 0.707,  0.   , -1.414])
    """
    x = finite(values)
    matrix = square(weights, len(x))
    count = len(x)
    if count == 0:
        return x
    reach = matrix.sum(axis=1)
    squares = matrix.multiply(matrix).sum(axis=1)
    spread = x.std() * np.sqrt(np.maximum(count * squares - reach**2, 0.0) / max(count - 1, 1))
    above = matrix @ x - x.mean() * reach
    # Rounding leaves a hair of spread where all values are equal.
    is_said = spread > 1e-12 * max(1.0, float(np.abs(x).max(initial=0.0)))
    return np.asarray(np.divide(above, spread, out=np.zeros(count), where=is_said))


def two_sided(z: ArrayLike) -> Floats:
    """Give the chance of a standard normal deviate so far from zero, in either direction.

    Parameters
    ----------
    z : array_like of float

    Returns
    -------
    ndarray of float
        Between 0 and 1.

    Examples
    --------
    >>> two_sided([0.0, 1.959963984540054]).round(4)
    array([1.  , 0.05])
    """
    return np.asarray(2.0 * ndtr(-np.abs(np.asarray(z, dtype=float))))


def local_moran(
    values: ArrayLike, weights: sparse.sparray | sparse.spmatrix
) -> tuple[Floats, Floats]:
    """Give local Moran's I of each cell and its deviate: whether it is like its neighbours.

    Parameters
    ----------
    values : array_like of float, shape (n,)
    weights : scipy.sparse array, shape (n, n)
        Weight of each neighbour, without the cell itself; rows are brought to the sum 1.

    Returns
    -------
    i, z : ndarray of float, shape (n,)
        Above zero among its like. ``z`` by the moments under conditional randomisation.

    Raises
    ------
    InputRefused
        As :func:`gi_star`.

    Notes
    -----
    Anselin, L. (1995), Local Indicators of Spatial Association, Geographical Analysis 27; the
    moments by Sokal, Oden and Thomson (1998), Local Spatial Autocorrelation in a Biological
    Model, Geographical Analysis 30, which hold the cell's own value fixed.
    """
    x = finite(values)
    matrix = square(weights, len(x))
    count = len(x)
    sums = matrix.sum(axis=1)
    rows = sparse.diags_array(np.divide(1.0, sums, out=np.zeros(count), where=sums != 0)) @ matrix
    away = x - x.mean()
    variance = float((away**2).sum() / count)
    if variance == 0.0:
        return np.zeros(count), np.zeros(count)
    statistic = away / variance * (rows @ away)
    reach = rows.sum(axis=1)
    squares = rows.multiply(rows).sum(axis=1)
    expected = -(away**2) * reach / ((count - 1) * variance)
    varied = (
        (away / variance) ** 2
        * count
        / (count - 2)
        * (squares - reach**2 / (count - 1))
        * (variance - away**2 / (count - 1))
    )
    z = np.divide(
        statistic - expected, np.sqrt(np.maximum(varied, 0.0)), out=np.zeros(count),
        where=varied > 0,
    )  # fmt: skip
    return statistic, z
