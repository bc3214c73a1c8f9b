"""Codes of communities (12 digits) and of cells (those and a sequence of 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import to_metric

_COMMUNITY = re.compile(r"[1-9]\d{11}")
_CELL = re.compile(r"[1-9]\d{14}")
_MAX_SEQUENCE = 999


def is_community_code(code: str) -> bool:
    """Say whether a text is a statistical division code: county 6, street 3, community 3.

    Parameters
    ----------
    code : str

    Returns
    -------
    bool
        The form only; whether the code is in the register is another question.
    """
    return bool(_COMMUNITY.fullmatch(code)) and code[6:9] != "000" and code[9:] != "000"


def is_cell_code(code: str, community_code: str | None = None) -> bool:
    """Say whether a text is a cell's code: that of the community and a sequence from 001.

    Parameters
    ----------
    code : str
    community_code : str, optional
        The community in which the cell lies.

    Returns
    -------
    bool
    """
    if not _CELL.fullmatch(code) or code[12:] == "000":
        return False
    return is_community_code(code[:12]) and community_code in (None, code[:12])


def propose_cell_codes(cells: gpd.GeoDataFrame, community_code: str) -> list[str]:
    """Give cells numbers from west to east, then from north to south.

    The norm (CJ/T 213 as summarised) gives the order and not what counts as one row. Here cells
    are sorted by the north of a point inside; a row takes in the next cell while that point lies
    within half a typical cell height (the median) below the row's first; within a row they go
    from west to east.

    Parameters
    ----------
    cells : GeoDataFrame
        In EPSG:4326. Codes that stand in its ``code`` column and are right are kept.
    community_code : str
        12 digits.

    Returns
    -------
    list of str
        One code a row of ``cells``, 15 digits.

    Raises
    ------
    ValueError
        If the community's code is none, or there are more cells than numbers.
    """
    if not is_community_code(community_code):
        raise ValueError(f"not a community code: {community_code}")
    if len(cells) > _MAX_SEQUENCE:
        raise ValueError(f"{len(cells)} cells, but only {_MAX_SEQUENCE} numbers")
    given = list(cells["code"]) if "code" in cells else [None] * len(cells)
    codes = [
        code if isinstance(code, str) and is_cell_code(code, community_code) else None
        for code in given
    ]
    codes = [None if code in codes[:place] else code for place, code in enumerate(codes)]
    taken = {code for code in codes if code}
    free = (
        code
        for number in range(1, _MAX_SEQUENCE + 1)
        if (code := f"{community_code}{number:03d}") not in taken
    )
    for place in _reading_order(cells):
        codes[place] = codes[place] or next(free)
    return [code for code in codes if code]


def _reading_order(cells: gpd.GeoDataFrame) -> Sequence[int]:
    if cells.empty:
        return []
    metric = to_metric(cells).geometry
    points = shapely.get_coordinates(shapely.point_on_surface(metric.to_numpy()))
    heights = metric.bounds["maxy"] - metric.bounds["miny"]
    step = max(float(np.median(heights)) / 2, 1.0)
    row, top, rows = 0, None, np.zeros(len(cells), dtype=int)
    for place in np.argsort(-points[:, 1], kind="stable"):
        if top is not None and top - points[place, 1] > step:
            row, top = row + 1, points[place, 1]
        top = points[place, 1] if top is None else top
        rows[place] = row
    return list(pd.DataFrame({"row": rows, "x": points[:, 0]}).sort_values(["row", "x"]).index)
