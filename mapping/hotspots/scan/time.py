"""The scan of space and time: cylinders, a circle of ground for some slices of time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import N_, InputRefused
from mapping.hotspots.checks import alike
from mapping.hotspots.rates import expected_cases
from mapping.hotspots.scan.clusters import Cluster, apart, chance
from mapping.hotspots.scan.simulate import Tell, go_on, simulate
from mapping.hotspots.scan.windows import check_wish, checked, windows

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def space_time_scan(
    xy: ArrayLike,
    cases: ArrayLike,
    population: ArrayLike,
    *,
    max_share: float = 0.5,
    max_duration: float = 0.5,
    alive: bool = True,
    busy_times: bool = False,
    replications: int = 999,
    seed: int = 0,
    tell: Tell = go_on,
) -> list[Cluster]:
    """Scan places and slices of time for clusters, with known exposure.

    Parameters
    ----------
    xy : array_like of float, shape (n, 2)
        Places in metres.
    cases : array_like of int, shape (n, t)
        A column for each slice, oldest first.
    population : array_like of float, shape (n,) or (n, t)
        Exposed at each place, in each slice where that changes.
    max_share, max_duration : float
        Of the population and of the slices that a cluster may hold.
    alive : bool
        Only clusters that last to the end: the alarm. Else any.
    busy_times : bool
        Take the total of each slice as it is: what is more everywhere is then no cluster.
    replications, seed, tell
        As :func:`mapping.hotspots.scan`.

    Returns
    -------
    list of Cluster
        With ``since`` and ``until``; no two share a place.

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit.

    Notes
    -----
    Kulldorff, M. (2001), Prospective Time Periodic Geographical Disease Surveillance Using a Scan
    Statistic, Journal of the Royal Statistical Society A 164.
    """
    table = _table(cases)
    exposed = np.asarray(population, dtype=float)
    exposed = exposed[:, None].repeat(table.shape[1], axis=1) if exposed.ndim == 1 else exposed
    alike(table.size, exposed.size)
    if busy_times:
        columns = [expected_cases(*pair) for pair in zip(table.T, exposed.T, strict=True)]
        expected = np.column_stack(columns)
    else:
        expected = expected_cases(table.ravel(), exposed.ravel()).reshape(table.shape)

    def redraw(rng: np.random.Generator) -> Counts:
        if busy_times:
            return np.column_stack([_dealt(rng, mean) for mean in expected.T])
        return _dealt(rng, expected.ravel()).reshape(table.shape)

    wish = (max_share, max_duration, alive, replications, seed, tell)
    return _scan(xy, table, expected, exposed.sum(axis=1), redraw, *wish)


def permutation_scan(
    xy: ArrayLike,
    cases: ArrayLike,
    *,
    max_share: float = 0.5,
    max_duration: float = 0.5,
    alive: bool = True,
    replications: int = 999,
    seed: int = 0,
    tell: Tell = go_on,
) -> list[Cluster]:
    """Scan places and slices of time for clusters where nobody knows who is exposed.

    What always happens at a place, and what happens everywhere at a time, is no cluster: only
    both together are.

    Parameters
    ----------
    xy, cases, max_share, max_duration, alive, replications, seed, tell
        As :func:`space_time_scan`; the share is of the cases.

    Returns
    -------
    list of Cluster

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit.

    Notes
    -----
    Kulldorff, M. et al. (2005), A Space-Time Permutation Scan Statistic for Disease Outbreak
    Detection, PLoS Medicine 2.
    """
    table = _table(cases)
    total = int(table.sum())
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(total, 1)
    places = np.repeat(np.arange(len(table)), table.sum(axis=1))
    times = np.repeat(np.arange(table.shape[1]), table.sum(axis=0))

    def redraw(rng: np.random.Generator) -> Counts:
        drawn = np.zeros_like(table)
        np.add.at(drawn, (places, rng.permutation(times)), 1)
        return drawn

    wish = (max_share, max_duration, alive, replications, seed, tell)
    return _scan(xy, table, expected, table.sum(axis=1).astype(float), redraw, *wish)


def _dealt(rng: np.random.Generator, expected: Floats) -> Counts:
    """Deal as many cases out anew as were expected in all."""
    total = expected.sum()
    if total <= 0:
        return np.zeros(len(expected), dtype=np.int64)
    return rng.multinomial(round(total), expected / total)


def _table(cases: ArrayLike) -> Counts:
    """Give cases as whole numbers by place and slice, or refuse them."""
    table = np.asarray(cases)
    if table.ndim != 2 or table.shape[1] < 2:
        raise InputRefused(N_("Give the cases of each place in at least two slices of time."))
    if (table < 0).any() or (table != np.floor(table)).any():
        raise InputRefused(N_("Cases are counted in whole numbers."))
    return table.astype(np.int64)


def _scan(
    xy: ArrayLike,
    table: Counts,
    expected: Floats,
    population: Floats,
    redraw: Callable[[np.random.Generator], Counts],
    max_share: float,
    max_duration: float,
    alive: bool,
    replications: int,
    seed: int,
    tell: Tell,
) -> list[Cluster]:
    """Find cylinders that share no place, the likeliest first."""
    # Loaded late: the compiler takes a second, and hardly any page scans.
    from mapping.hotspots.scan.kernel import best_cylinder, best_cylinders

    places, _, exposed = checked(xy, table.sum(axis=1), population)
    check_wish(max_share, replications)
    if table.sum() < 2:
        return []
    circles = windows(places, exposed, max_share)
    slices = table.shape[1]
    ground = (circles.nearest, circles.reach, circles.whole)
    bounds = (slices - 1 if alive else 0, max(1, int(slices * max_duration)))
    ratios, found = best_cylinders(*ground, table, expected, *bounds)
    simulated = simulate(
        lambda rng: best_cylinder(*ground, redraw(rng), expected, *bounds), replications, seed, tell
    )
    members = [near[:held] for near, held in zip(circles.nearest, found[:, 0], strict=True)]
    return [
        _cluster(members[centre], found[centre], ratios[centre], table, expected, simulated)
        for centre in apart(ratios, members, simulated)
    ]


def _cluster(
    members: NDArray[np.int32],
    found: Counts,
    ratio: float,
    table: Counts,
    expected: Floats,
    simulated: Floats,
) -> Cluster:
    """Say what is to be said of a cylinder."""
    _, first, last = (int(number) for number in found)
    inside = (members, slice(first, last + 1))
    return Cluster(
        members=tuple(members.tolist()),
        llr=float(ratio),
        p=chance(float(ratio), simulated),
        cases=int(table[inside].sum()),
        expected=float(expected[inside].sum()),
        since=first,
        until=last,
    )
