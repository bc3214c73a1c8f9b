"""Which of OpenStreetMap's lines divide ground and are no paths."""

from __future__ import annotations

import pandas as pd

from geodata.walkable import is_walkable

_RAILS = ("rail", "light_rail", "subway", "narrow_gauge", "monorail")
_WATERS = ("river", "canal", "stream", "ditch", "drain")
_WALLS = ("wall", "city_wall", "retaining_wall", "fence", "guard_rail", "hedge")
_ROADS = ("motorway", "motorway_link", "trunk", "trunk_link")


def barrier_words(lines: pd.DataFrame) -> pd.Series:
    """Give the word that makes each line a barrier: a railway, a water, a road, a wall.

    Roads count that nobody walks on: the others are paths, by which dividing knows them.

    Parameters
    ----------
    lines : DataFrame
        OpenStreetMap's lines, a column a tag.

    Returns
    -------
    Series of str or None
        Words that :func:`geodata.clean.clean` understands for the subject ``barriers``.
    """
    roads = lines["highway"].where(lines["highway"].isin(_ROADS) & ~_walked(lines))
    words = lines["railway"].where(lines["railway"].isin(_RAILS))
    for found in (
        roads,
        lines["waterway"].where(lines["waterway"].isin(_WATERS)),
        lines["barrier"].where(lines["barrier"].isin(_WALLS) & lines["highway"].isna()),
    ):
        words = words.where(words.notna(), found)
    return words


def _walked(lines: pd.DataFrame) -> pd.Series:
    """Tell which lines the paths of the same extract hold."""
    tags = lines[["highway", "foot", "access"]].itertuples(index=False)
    return pd.Series([is_walkable(*tag) for tag in tags], index=lines.index, dtype=bool)
