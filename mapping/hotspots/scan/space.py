"""The scan of space: circles of all sizes around every place."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mapping.hotspots.rates import expected_cases
from mapping.hotspots.scan.clusters import Cluster, apart, chance
from mapping.hotspots.scan.simulate import Tell, go_on, simulate
from mapping.hotspots.scan.windows import Windows, check_wish, checked, windows

Floats = NDArray[np.float64]


def scan(
    xy: ArrayLike,
    cases: ArrayLike,
    population: ArrayLike,
    *,
    max_share: float = 0.5,
    replications: int = 999,
    seed: int = 0,
    tell: Tell = go_on,
) -> list[Cluster]:
    """Scan a map for clusters of cases.

    Parameters
    ----------
    xy : array_like of float, shape (n, 2)
        Places in metres.
    cases : array_like of int, shape (n,)
    population : array_like of float, shape (n,)
        Exposed at each place.
    max_share : float
        Of the population that a cluster may hold.
    replications : int
        Maps of chance to compare with; 999 give chances to 0.001.
    seed : int
        Of the maps of chance.
    tell : callable
        Takes share and phase; False ends the comparison with the maps so far.

    Returns
    -------
    list of Cluster
        That share no place, the likeliest first; those of which every map of chance has a
        likelier one are left out.

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit.

    Notes
    -----
    Kulldorff, M. (1997), A Spatial Scan Statistic, Communications in Statistics 26, discrete
    Poisson model; of each centre the likeliest circle, reported without geographical overlap as
    SaTScan does.

    Examples
    --------
    >>> found = scan([[0, 0], [1, 0], [5, 0], [6, 0], [9, 0]], [9, 8, 1, 1, 1], [10] * 5)
    >>> found[0].members, round(found[0].llr, 3)
    ((0, 1), 8.655)
    """
    # Loaded late: the compiler takes a second, and hardly any page scans.
    from mapping.hotspots.scan.kernel import best_circle, best_circles

    places, happened, exposed = checked(xy, cases, population)
    check_wish(max_share, replications)
    expected = expected_cases(happened, exposed)
    total = int(happened.sum())
    if total < 2:
        return []
    circles = windows(places, exposed, max_share)
    ground = (circles.nearest, circles.reach, circles.whole)
    ratios, size = best_circles(*ground, happened.astype(np.int64), expected)
    chances = expected / expected.sum()
    simulated = simulate(
        lambda rng: best_circle(*ground, rng.multinomial(total, chances), expected),
        replications,
        seed,
        tell,
    )
    return _report(circles, ratios, size, happened, expected, simulated)


def _report(
    circles: Windows,
    ratios: Floats,
    size: NDArray[np.int64],
    happened: Floats,
    expected: Floats,
    simulated: Floats,
) -> list[Cluster]:
    """Choose circles that share no place, with what is to be said of each."""
    members = [
        nearest[:held] for nearest, held in zip(circles.nearest, size, strict=True)
    ]  # fmt: skip
    chosen = apart(ratios, members, simulated)
    return [
        Cluster(
            members=tuple(members[circle].tolist()),
            llr=float(ratios[circle]),
            p=chance(float(ratios[circle]), simulated),
            cases=int(happened[members[circle]].sum()),
            expected=float(expected[members[circle]].sum()),
        )
        for circle in chosen
    ]
