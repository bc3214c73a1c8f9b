"""Dragging shared corners, and bending edges at new ones: neighbours follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from shapely.geometry.base import BaseGeometry

from geodata.edit.around import lead_around
from geodata.edit.edges import Corner, Floats, corners, edges, map_rings, nearest_corner
from geodata.edit.finish import finish, outline_stays
from geodata.edit.slide import slide_corner, slides
from geodata.edit.window import Change, Window
from geodata.errors import N_, InputRefused


def drag_corners(window: Window, moves: Sequence[tuple[Corner, Corner]]) -> Change:
    """Move corners; all cells that have the very corner follow, and edges lead around buildings.

    A single corner in which the edge between two cells meets the outline of the whole division
    slides along that outline.

    Parameters
    ----------
    window : Window
    moves : sequence of (from, to)
        Each a (lon, lat); ``from`` is a corner of a cell.

    Raises
    ------
    InputRefused
        If there is no such corner, or the cells would cross themselves or each other, or change
        the outline of the whole division.
    """
    shapes = list(window.cells.values())
    goals = {_known(shapes, start): nearest_corner(shapes, end) or end for start, end in moves}
    if not goals:
        raise InputRefused(N_("Choose a corner to move."))
    if len(goals) == 1:
        ((start, end),) = goals.items()
        pair = slides(window, start)
        if pair is not None:
            return slide_corner(window, start, end, pair)

    def follow(ring: Floats) -> Floats:
        return _without_pauses([goals.get((x, y), (x, y)) for x, y in ring.tolist()])

    return finish(window, lead_around(window, _changed(window, set(goals), follow)))


def bend_edge(window: Window, after: Corner, before: Corner, to: Corner) -> Change:
    """Put a new corner into an edge; both cells beside it get it.

    Parameters
    ----------
    window : Window
    after, before : (lon, lat)
        The ends of the edge.
    to : (lon, lat)
        The new corner.

    Raises
    ------
    InputRefused
        If there is no such edge, or for what :func:`drag_corners` refuses.
    """
    shapes = list(window.cells.values())
    a, b = _known(shapes, after), _known(shapes, before)
    wanted = (a, b) if a < b else (b, a)
    owners = sum(wanted in set(edges(shape)) for shape in shapes)
    if not owners:
        raise InputRefused(N_("These two corners are not the ends of one edge."))
    if owners == 1:
        raise outline_stays()

    def bend(ring: Floats) -> Floats:
        places = [(x, y) for x, y in ring.tolist()]
        bent = [places[0]]
        for one, two in pairwise(places):
            bent += [to, two] if {one, two} == {a, b} else [two]
        return _without_pauses(bent)

    return finish(window, lead_around(window, _changed(window, {a, b}, bend)))


def _known(shapes: list[BaseGeometry], place: Corner) -> Corner:
    """Give the corner that a place names."""
    found = nearest_corner(shapes, place)
    if found is None:
        raise InputRefused(
            N_("There is no corner of a cell at %(lon)s, %(lat)s any more. Load the page again."),
            lon=round(place[0], 6),
            lat=round(place[1], 6),
        )
    return found


def _changed(
    window: Window, touched: set[Corner], change: Callable[[Floats], Floats]
) -> dict[int, BaseGeometry]:
    """Change the rings of the cells that have one of these corners."""
    return {
        key: map_rings(shape, change)
        for key, shape in window.cells.items()
        if touched & corners([shape])
    }


def _without_pauses(ring: list[Corner]) -> Floats:
    """Leave out corners that repeat the one before, in a ring that must stay one.

    Raises
    ------
    InputRefused
        If no ring is left.
    """
    kept = [place for i, place in enumerate(ring) if i == 0 or place != ring[i - 1]]
    if len(kept) < 4:
        raise InputRefused(N_("Nothing would be left of a cell. Merge it instead."))
    return np.array(kept)
