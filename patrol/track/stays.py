"""Standing still: a phone indoors wanders about, its owner does not."""

from __future__ import annotations

import numpy as np

from patrol.track.fixes import Floats

STAY_M = 15.0
"""How far from the middle of a stay the averaged places may lie."""

STAY_S = 60.0
"""Shorter than this is walking."""


def stays(xy: Floats, at_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Make one place of each group of places in which somebody stood still.

    A group grows as long as its next place lies within `STAY_M` of its middle (stay points after
    Li et al. 2008, Mining user similarity based on location history).

    Parameters
    ----------
    xy : (n, 2) array
        Metres, in the order of time.
    at_s : (n,) array
        Seconds.

    Returns
    -------
    xy : (m, 2) array
        Walking places as they were, and the middle of each stay.
    since_s, until_s : (m,) arrays
        Seconds; different for stays only.
    """
    places, since, until = [], [], []
    first = 0
    while first < len(xy):
        end = _group_end(xy, first)
        if at_s[end - 1] - at_s[first] < STAY_S:
            end = first + 1
        places.append(np.median(xy[first:end], axis=0))
        since.append(at_s[first])
        until.append(at_s[end - 1])
        first = end
    return np.array(places), np.array(since), np.array(until)


def _group_end(xy: Floats, first: int) -> int:
    """Give the row after the last place of the group that begins at a row."""
    total = xy[first].copy()
    end = first + 1
    while end < len(xy) and np.hypot(*(xy[end] - total / (end - first))) <= STAY_M:
        total += xy[end]
        end += 1
    return end
