"""Standing still: a phone indoors wanders about, its owner does not."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from patrol.track.fixes import Floats

STAY_ERRORS = 3.0
"""How far from the middle of a stay the averaged places may lie, in standard errors."""

STAY_S = 40.0
"""Shorter than this is walking."""

_PART_S_PER_M = 12.0
"""The less sure a place is, the longer must a part of a stay be to be told from the rest."""


def stays(xy: Floats, at_s: Floats, error_m: float) -> tuple[Floats, Floats, Floats]:
    """Make one place of each group of places in which somebody stood still.

    A group grows as long as its next place lies within `STAY_ERRORS` of its middle (stay points
    after Li et al. 2008, Mining user similarity based on location history).

    Parameters
    ----------
    xy : (n, 2) array
        Metres, in the order of time.
    at_s : (n,) array
        Seconds.
    error_m : float
        Standard error of a place, metres.

    Returns
    -------
    xy : (m, 2) array
        Walking places as they were, and the middle of each stay.
    since_s, until_s : (m,) arrays
        Seconds; different for stays only.
    """
    rows: list[tuple[int, int]] = []
    first = 0
    while first < len(xy):
        end = _group_end(xy, first, STAY_ERRORS * error_m)
        if at_s[end - 1] - at_s[first] < STAY_S:
            end = first + 1
        rows += _parts(at_s, first, end, _PART_S_PER_M * error_m)
        first = end
    places = np.array([np.median(xy[first:end], axis=0) for first, end in rows])
    since = np.array([at_s[first] for first, _ in rows])
    until = np.array([at_s[end - 1] for _, end in rows])
    return _with_ends(xy, at_s, places, since, until)


def _parts(at_s: Floats, first: int, end: int, part_s: float) -> list[tuple[int, int]]:
    """Cut a long stay in parts of equal time: it may be two neighbouring doors."""
    count = max(1, int((at_s[end - 1] - at_s[first]) / part_s))
    cuts = np.linspace(at_s[first], at_s[end - 1], count + 1)[1:-1]
    edges = [first, *np.searchsorted(at_s, cuts).tolist(), end]
    return [(low, high) for low, high in pairwise(edges) if low < high]


def _with_ends(
    xy: Floats, at_s: Floats, places: Floats, since_s: Floats, until_s: Floats
) -> tuple[Floats, Floats, Floats]:
    """Keep where the track begins and ends: a stay there took in the first and last steps."""
    since_s = np.concatenate([at_s[:1], since_s, at_s[-1:]])
    until_s = np.concatenate([at_s[:1], until_s, at_s[-1:]])
    return np.vstack([xy[:1], places, xy[-1:]]), since_s, until_s


def _group_end(xy: Floats, first: int, within_m: float) -> int:
    """Give the row after the last place of the group that begins at a row."""
    total = xy[first].copy()
    end = first + 1
    while end < len(xy) and np.hypot(*(xy[end] - total / (end - first))) <= within_m:
        total += xy[end]
        end += 1
    return end
