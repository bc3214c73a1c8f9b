"""How often each way of finding hotspots deceives on maps of chance, and finds what is there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from bench.hotspots.maps import Town, block, cases, town
from mapping.hotspots import benjamini_hochberg, gi_star, poisson_residuals, scan, two_sided

Found = NDArray[np.bool_]
Way = Callable[[Town, NDArray[np.int64]], Found]

RISKS = (1.5, 2.0, 3.0)
_SCAN_SHARE = 0.1


def _hot(values: NDArray[np.float64], board: Town) -> Found:
    """Tell which cells Gi* calls hot, in maps where a share of 5 % may be false."""
    z = gi_star(values, board.weights)
    return benjamini_hochberg(two_sided(z)) & (z > 0)


def by_counts(board: Town, counted: NDArray[np.int64]) -> Found:
    """Find hotspots the usual way: Gi* of raw counts, each cell for itself."""
    z = gi_star(counted, board.weights)
    return (two_sided(z) < 0.05) & (z > 0)


def by_rates(board: Town, counted: NDArray[np.int64]) -> Found:
    """Find hotspots by Gi* of issues per household, corrected."""
    return _hot(counted / board.households, board)


def by_residuals(board: Town, counted: NDArray[np.int64]) -> Found:
    """Find hotspots as the map does: Gi* of standardised Poisson residuals, corrected."""
    return _hot(poisson_residuals(counted, board.households), board)


def by_scan(board: Town, counted: NDArray[np.int64]) -> Found:
    """Find clusters as the alarm does: the scan statistic, at a chance of at most 5 %."""
    found = np.zeros(len(counted), dtype=bool)
    clusters = scan(board.xy, counted, board.households, max_share=_SCAN_SHARE)
    for cluster in clusters:
        if cluster.p <= 0.05:
            found[list(cluster.members)] = True
    return found


WAYS: dict[str, Way] = {
    "Gi* of raw counts, the usual heat map": by_counts,
    "Gi* of rates, Benjamini-Hochberg": by_rates,
    "Gi* of Poisson residuals, Benjamini-Hochberg (map)": by_residuals,
    "scan statistic, 999 maps of chance (alarm)": by_scan,
}


def deceived(way: Way, maps: int, seed: int) -> float:
    """Give the share of maps of chance on which a way finds something.

    Parameters
    ----------
    way : callable
    maps : int
        Each of another town.
    seed : int
    """
    rng = np.random.default_rng(seed)
    nowhere = np.array([], dtype=np.intp)
    hits = 0
    for _ in range(maps):
        board = town(rng)
        hits += bool(way(board, cases(rng, board, nowhere, 1.0)).any())
    return hits / maps


def power(way: Way, relative_risk: float, maps: int, seed: int) -> tuple[float, float]:
    """Give the share of maps on which a way finds the worse block, and of its cells it finds.

    Parameters
    ----------
    way : callable
    relative_risk : float
        In a block of nine cells.
    maps : int
    seed : int

    Returns
    -------
    found, cells : float
    """
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(maps):
        board, worse = town(rng), block(rng)
        shares.append(float(way(board, cases(rng, board, worse, relative_risk))[worse].mean()))
    return float(np.mean(np.array(shares) > 0)), float(np.mean(shares))
