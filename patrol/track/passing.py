"""Which stops a walk passed: near enough, in sight of the lane, or at the place on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.connectors import cross_walls, outlines, solid
from patrol.network import WalkingNetwork
from patrol.snap import snap_points
from patrol.track.fixes import Floats, Ints
from patrol.track.match import Walked

PASS_M = 25.0
"""A stop nearer than this to a walked lane was passed, where no building stands between."""

_PLACE_M = 12.0
"""A stop that no lane sees was passed where its place on the lane was, give or take this."""


@dataclass(frozen=True, eq=False)
class Passed:
    """For each stop, whether the walk passed it.

    Attributes
    ----------
    passed : (n,) bool array
    at_s : (n,) array
        Seconds since 1970, UTC, when the walk came nearest; NaN for stops that were missed.
    distance_m : (n,) array
        Metres between the stop and the walk; NaN for stops that were missed.
    """

    passed: NDArray[np.bool_]
    at_s: Floats
    distance_m: Floats


def passed_stops(
    network: WalkingNetwork,
    walked: Walked,
    xy: Floats,
    obstacles: NDArray[np.object_] | None = None,
    *,
    within_m: float = PASS_M,
) -> Passed:
    """Tell which stops a walk passed, and when.

    A stop inside a building is measured from the building's wall. Another building in between
    hides a stop; where buildings hide it from every lane, its place on the network counts.

    Parameters
    ----------
    network : WalkingNetwork
        The one that was walked on.
    walked : Walked
    xy : (n, 2) array
        Stops, metres.
    obstacles : array of geometry, optional
        Footprints, metres.
    within_m : float
        Largest distance from the lane, metres.

    Returns
    -------
    Passed
    """
    passed = Passed(np.zeros(len(xy), dtype=bool), *np.full((2, len(xy)), np.nan))
    if not len(xy) or not len(walked.edge):
        return passed
    lines = _lines(network, walked)
    walls = solid(obstacles)
    shapes = outlines(xy, walls)
    stop, piece = shapely.STRtree(lines).query(shapes, predicate="dwithin", distance=within_m)
    sights = shapely.shortest_line(shapes[stop], lines[piece])
    free = ~cross_walls(sights, walls)
    _note(passed, walked, lines, stop[free], piece[free], sights[free])
    _at_places(passed, network, walked, lines, xy, walls)
    return passed


def _lines(network: WalkingNetwork, walked: Walked) -> NDArray[np.object_]:
    parts = zip(walked.edge, walked.from_m, walked.to_m, strict=True)
    drawn = [shapely.linestrings(network.along(int(edge), low, high)) for edge, low, high in parts]
    return np.array(drawn, dtype=np.object_)


def _at_places(
    passed: Passed,
    network: WalkingNetwork,
    walked: Walked,
    lines: NDArray[np.object_],
    xy: Floats,
    walls: NDArray[np.object_],
) -> None:
    """Look at the stops that are left by their places on the network."""
    left = np.flatnonzero(~passed.passed)
    if not len(left):
        return
    snaps = snap_points(network, xy[left], obstacles=walls)
    points = np.asarray(shapely.points(snaps.xy), dtype=np.object_)
    row, piece = shapely.STRtree(lines).query(points, predicate="dwithin", distance=_PLACE_M)
    # Whoever comes by the only way may stand round the corner: beyond the reach, or behind walls.
    hidden = snaps.blocked[row] & snaps.reachable[row]
    row, piece = row[hidden], piece[hidden]
    ways = shapely.shortest_line(points[row], lines[piece])
    _note(passed, walked, lines, left[row], piece, ways)


def _note(
    passed: Passed,
    walked: Walked,
    lines: NDArray[np.object_],
    stop: Ints,
    piece: Ints,
    ways: NDArray[np.object_],
) -> None:
    """Write down for each stop the piece that came nearest, the earliest of equals."""
    distance_m = shapely.length(ways)
    order = np.lexsort((walked.start_s[piece], distance_m, stop))
    stops, first = np.unique(stop[order], return_index=True)
    best = order[first]
    share = shapely.line_locate_point(
        lines[piece[best]], shapely.get_point(ways[best], -1), normalized=True
    )
    start_s, end_s = walked.start_s[piece[best]], walked.end_s[piece[best]]
    passed.passed[stops] = True
    passed.at_s[stops] = start_s + share * (end_s - start_s)
    passed.distance_m[stops] = distance_m[best]
