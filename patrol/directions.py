"""A route as one tells it to somebody on foot: along which lane, where to turn, which stop next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import shapely
from shapely import LineString

from patrol.noding import Floats, Ints

_SHORT_M = 6.0
"""A piece of lane shorter than this is told with the one that follows: a crossing, a kerb."""
_LOOK_M = 8.0
"""How far before and behind a corner one looks to tell which way it turns."""
_BEND_DEGREES = 40.0
_BACK_DEGREES = 150.0


class Way(StrEnum):
    """How one goes on from where one stands."""

    SET_OUT = "set_out"
    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    BACK = "back"


@dataclass(frozen=True)
class Turn:
    """One line of the list: how one goes on, along what, how far, and to which stop.

    Attributes
    ----------
    way : Way
        From the line before.
    lane, kind : str
        Name of the lane, empty where it has none, and its kind (``footway``, ``steps`` ...).
    from_m, length_m : float
        Metres since the start of the walk, and metres to go along this lane.
    stop : int or None
        Position (from 0) of the stop reached at its end, if one is.
    """

    way: Way
    lane: str
    kind: str
    from_m: float
    length_m: float
    stop: int | None


@dataclass(frozen=True, eq=False)
class Lanes:
    """What the lanes near a route are called.

    Attributes
    ----------
    lines : array of LineString
        Metres, in the CRS of the route.
    names, kinds : sequence of str
        Same order.
    """

    lines: np.ndarray
    names: Sequence[str]
    kinds: Sequence[str]


def tell_turns(line: LineString, stops_m: Sequence[float], lanes: Lanes) -> list[Turn]:
    """Tell a walk along lanes as a list of turns.

    Parameters
    ----------
    line : LineString
        The walk, metres; may be empty.
    stops_m : sequence of float
        How far along the walk each stop is reached, metres, not falling.
    lanes : Lanes

    Returns
    -------
    list of Turn
        In order of walking; together as long as the line. Stops at one place follow each other
        with lines of no length.
    """
    if line.is_empty or not line.length:
        return [_standing(number) for number in range(len(stops_m))]
    reached = np.clip(np.asarray(stops_m, dtype=float), 0.0, line.length)
    cut_m = _cuts(line, reached)
    lane = _lane_of(line, cut_m, lanes)
    begin_m = _stretches(line, cut_m, lane, lanes, np.unique(reached))
    ends = np.append(begin_m[1:], line.length)
    turns: list[Turn] = []
    waiting = 0
    for start, end in zip(begin_m, ends, strict=True):
        waiting = _arrive(turns, waiting, reached, start)
        which = lane[np.searchsorted(cut_m[:-1], (start + end) / 2, side="right") - 1]
        turns.append(_turn(line, start, end, lanes, int(which), is_first=start == 0.0))
    _arrive(turns, waiting, reached, line.length)
    return turns


def _standing(number: int) -> Turn:
    return Turn(Way.SET_OUT, "", "", 0.0, 0.0, number)


def _cuts(line: LineString, reached: Floats) -> Floats:
    """Give where the walk bends or meets a stop, metres along it, both ends included."""
    xy = shapely.get_coordinates(line)
    along = np.append(0.0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T)))
    along[-1] = line.length
    cuts = np.unique(np.concatenate([along, reached]))
    return np.append(cuts[:-1][np.diff(cuts) > 1e-6], line.length)


def _lane_of(line: LineString, cut_m: Floats, lanes: Lanes) -> Ints:
    """Find the lane on which each piece between two cuts lies."""
    pieces = len(cut_m) - 1
    if not len(lanes.lines):
        return np.full(pieces, -1)
    middles = shapely.line_interpolate_point(line, (cut_m[:-1] + cut_m[1:]) / 2)
    piece, lane = shapely.STRtree(lanes.lines).query_nearest(middles, all_matches=False)
    found = np.full(pieces, -1)
    found[piece] = lane
    return found


def _stretches(
    line: LineString, cut_m: Floats, lane: Ints, lanes: Lanes, reached: Floats
) -> Floats:
    """Give where a new line of the list begins: another lane, a sharp bend, or behind a stop."""
    begin = [0.0]
    told = [_called(lanes, int(number)) for number in lane]
    for k in range(1, len(lane)):
        at_m = float(cut_m[k])
        if np.isclose(reached, at_m, atol=1e-6).any():
            begin.append(at_m)
        elif at_m - begin[-1] >= _SHORT_M and line.length - at_m >= _SHORT_M:
            bend = abs(_bend(line, at_m))
            # A named lane is followed round its bends; without a name the bend is all there is.
            if told[k] != told[k - 1] or bend > (_BACK_DEGREES if told[k][0] else _BEND_DEGREES):
                begin.append(at_m)
    return np.array(begin)


def _called(lanes: Lanes, number: int) -> tuple[str, str]:
    return (lanes.names[number], lanes.kinds[number]) if number >= 0 else ("", "")


def _arrive(turns: list[Turn], waiting: int, reached: Floats, at_m: float) -> int:
    """Write the stops reached by now onto the lines that lead to them; give the next that waits."""
    while waiting < len(reached) and reached[waiting] <= at_m + 1e-6:
        if turns and turns[-1].stop is None:
            turns[-1] = replace(turns[-1], stop=waiting)
        elif turns:
            turns.append(replace(turns[-1], way=Way.STRAIGHT, from_m=at_m, length_m=0.0,
                                 stop=waiting))  # fmt: skip
        else:
            turns.append(_standing(waiting))
        waiting += 1
    return waiting


def _turn(
    line: LineString, start: float, end: float, lanes: Lanes, lane: int, *, is_first: bool
) -> Turn:
    name, kind = _called(lanes, lane)
    way = Way.SET_OUT if is_first else _way(_bend(line, start))
    return Turn(way, name, kind, start, end - start, None)


def _bend(line: LineString, at_m: float) -> float:
    """Give by how many degrees the walk turns at a place, left above zero."""
    before, here, after = (
        np.array(line.interpolate(min(max(at_m + by, 0.0), line.length)).coords[0])
        for by in (-_LOOK_M, 0.0, _LOOK_M)
    )
    (ax, ay), (bx, by) = here - before, after - here
    return float(np.degrees(np.arctan2(ax * by - ay * bx, ax * bx + ay * by)))


def _way(bend: float) -> Way:
    if abs(bend) > _BACK_DEGREES:
        return Way.BACK
    if abs(bend) < _BEND_DEGREES:
        return Way.STRAIGHT
    return Way.LEFT if bend > 0 else Way.RIGHT
