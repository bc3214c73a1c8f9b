"""Maps whose truth is known: the same risk everywhere, but for one block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.ndimage import gaussian_filter
from shapely import box

from mapping.hotspots import touching

SIDE = 20
RISK = 0.02
_MEDIAN_HOUSEHOLDS = 350.0
_SPREAD = 0.6
_CLUSTERING = 1.5
_BLOCK = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Town:
    """A board of cells: where they lie, who borders whom, and how many households each has."""

    xy: Floats
    weights: sparse.csr_array
    households: Floats


def town(rng: np.random.Generator) -> Town:
    """Make a board of 20 x 20 cells whose households are log-normal and lie in clusters.

    Parameters
    ----------
    rng : numpy.random.Generator
    """
    y, x = np.divmod(np.arange(SIDE * SIDE), SIDE)
    field = gaussian_filter(rng.normal(size=(SIDE, SIDE)), _CLUSTERING, mode="wrap")
    field = (field - field.mean()) / field.std()
    households = np.round(_MEDIAN_HOUSEHOLDS * np.exp(_SPREAD * field)).ravel()
    cells = [box(left, low, left + 1, low + 1) for left, low in zip(x, y, strict=True)]
    return Town(np.column_stack([x, y]) * 300.0, touching(cells), households)


def block(rng: np.random.Generator) -> NDArray[np.intp]:
    """Choose the nine cells of a block of 3 x 3 somewhere on the board."""
    left, low = rng.integers(0, SIDE - _BLOCK + 1, 2)
    rows, columns = np.mgrid[low : low + _BLOCK, left : left + _BLOCK]
    return np.asarray((rows * SIDE + columns).ravel())


def cases(
    rng: np.random.Generator, board: Town, worse: NDArray[np.intp], relative_risk: float
) -> NDArray[np.int64]:
    """Draw the issues of each cell.

    Parameters
    ----------
    rng : numpy.random.Generator
    board : Town
    worse : ndarray of int
        Cells where the risk is higher.
    relative_risk : float
        How many times higher; 1 makes a map of chance.
    """
    risk = np.full(len(board.households), RISK)
    risk[worse] *= relative_risk
    return rng.poisson(risk * board.households)
