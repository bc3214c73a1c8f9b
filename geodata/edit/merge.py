"""Merging cells that border on each other."""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from geodata.edit.edges import edges
from geodata.edit.finish import finish
from geodata.edit.window import Change, Window
from geodata.errors import N_, InputRefused


def merge_cells(window: Window, keys: Sequence[int]) -> Change:
    """Make one cell of several; the first one stays, and takes the ground of the others.

    Parameters
    ----------
    window : Window
    keys : sequence of int
        Two cells or more.

    Raises
    ------
    InputRefused
        If there are fewer than two, or one of them shares no edge with the others.
    """
    chosen = list(dict.fromkeys(keys))
    if len(chosen) < 2:
        raise InputRefused(N_("Choose at least two cells to merge."))
    shapes = [window.cell(key) for key in chosen]
    apart = _apart(window, chosen)
    if apart:
        raise InputRefused(
            N_(
                "%(cell)s shares no edge with the others; a corner alone does not join them. "
                "Choose cells side by side."
            ),
            cell=window.cell_name(apart[0]),
        )
    fitting = shapely.coverage_is_valid(shapes)
    whole = shapely.coverage_union_all(shapes) if fitting else shapely.union_all(shapes)
    return finish(window, {chosen[0]: whole}, removed=chosen[1:])


def _apart(window: Window, keys: list[int]) -> list[int]:
    """Give the cells that cannot be reached from the first over shared edges."""
    sides = {key: set(edges(window.cells[key])) for key in keys}
    reached = {keys[0]}
    while True:
        fresh = {
            key
            for key in keys
            if key not in reached and any(sides[key] & sides[other] for other in reached)
        }
        if not fresh:
            return [key for key in keys if key not in reached]
        reached |= fresh
