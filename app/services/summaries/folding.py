"""Small groups taken together, so that what everybody may read singles nobody out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")

LEAST_SHOWN = 5
"""Persons or issues below which a group is not shown by itself."""


def fold(
    rows: Sequence[Row], count: Callable[[Row], int], together: Callable[[list[Row]], Row]
) -> list[Row]:
    """Put the groups that are too small into one.

    Parameters
    ----------
    rows : sequence
        In the order in which they are shown.
    count : callable
        How many a group holds; a group of none tells of nobody, and is left out.
    together : callable
        Makes one group of several.

    Returns
    -------
    list
        Those large enough, then one of all others. Where the others together are still too few,
        the smallest of the large joins them: else the whole would give them away. Where all
        together are too few, there is no line at all.
    """
    small = [row for row in rows if 0 < count(row) < LEAST_SHOWN]
    large = [row for row in rows if count(row) >= LEAST_SHOWN]
    while small and large and count(together(small)) < LEAST_SHOWN:
        least = min(large, key=count)
        large.remove(least)
        small.append(least)
    others = [together(small)] if small else []
    return [*large, *(row for row in others if count(row) >= LEAST_SHOWN)]
