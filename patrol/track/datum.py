"""Whether a track is shifted: tracks of Amap and Baidu lie some 500 m off, and don't say so."""

from __future__ import annotations

import numpy as np
import shapely

from geodata.datum import Datum, bd09_to_wgs84, gcj02_to_wgs84
from patrol.network import WalkingNetwork
from patrol.track.fixes import Fixes, Floats

_SAMPLE = 400
_ON_PATH_M = 12.0
"""Half of the fixes of a true track lie nearer to a path than this, with a phone's usual error."""

_TELLING = 2.0
"""A shift is suspected when undoing it brings the track this many times nearer to the paths."""


def shifted(fixes: Fixes, datum: Datum) -> Fixes:
    """Bring fixes of a datum to WGS 84.

    Parameters
    ----------
    fixes : Fixes
    datum : {"wgs84", "gcj02", "bd09"}
        What they are in.

    Returns
    -------
    Fixes
    """
    lonlat = _undone(fixes.lonlat, datum)
    return Fixes(lonlat, fixes.at_s, fixes.segment, fixes.findings)


def guess_datum(network: WalkingNetwork, fixes: Fixes) -> tuple[Datum, float]:
    """Guess by the paths whether a track is shifted; a guess to ask with, no more.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    fixes : Fixes
        As read.

    Returns
    -------
    datum : {"wgs84", "gcj02", "bd09"}
        ``wgs84`` unless the track fits the paths much better when a shift is undone.
    offset_m : float
        Metres by which it is then moved.
    """
    rows = np.linspace(0, len(fixes) - 1, min(len(fixes), _SAMPLE)).astype(np.int64)
    sample = fixes.take(rows)
    off_m = {datum: _off_m(network, shifted(sample, datum)) for datum in _DATUMS}
    best = min(_DATUMS, key=lambda datum: off_m[datum])
    if off_m[best] > _ON_PATH_M or off_m["wgs84"] < _TELLING * off_m[best]:
        return "wgs84", 0.0
    moved = shifted(sample, best).xy(network.srid) - sample.xy(network.srid)
    return best, float(np.median(np.hypot(*moved.T)))


_DATUMS: tuple[Datum, ...] = ("wgs84", "gcj02", "bd09")


def _undone(lonlat: Floats, datum: Datum) -> Floats:
    if datum == "wgs84":
        return lonlat
    return gcj02_to_wgs84(lonlat) if datum == "gcj02" else bd09_to_wgs84(lonlat)


def _off_m(network: WalkingNetwork, fixes: Fixes) -> float:
    """Give the median distance to the nearest path, metres."""
    points = np.asarray(shapely.points(fixes.xy(network.srid)), dtype=np.object_)
    _, off_m = network.segment_tree.query_nearest(points, all_matches=False, return_distance=True)
    return float(np.median(off_m))
