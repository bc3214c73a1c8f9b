"""Checks of a division: seamless, without overlap, rightly coded, every building in one cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.codes import is_cell_code
from geodata.crs import metric_srid
from geodata.errors import N_
from geodata.findings import Finding, Severity

_NOISE_M2 = 1.0
_NOISE_WIDTH_M = 0.05
_ASTRIDE_SHARE = 0.02


def check_cells(
    cells: gpd.GeoDataFrame,
    boundary: BaseGeometry | None = None,
    *,
    community_code: str | None = None,
    rows: pd.Series | None = None,
) -> list[Finding]:
    """Check cells as a division of the community.

    Parameters
    ----------
    cells : GeoDataFrame
        Frame ``cells`` in EPSG:4326.
    boundary : shapely geometry, optional
        Of the community, EPSG:4326; without it gaps are looked for inside the cells' own hull of
        holes only.
    community_code : str, optional
        12 digits; without it only the form of codes is checked.
    rows : Series, optional
        One-based row of the file for each cell; by default the place in the frame plus one.

    Returns
    -------
    list of Finding
        ``invalid_cell``, ``cell_overlap``, ``cell_gap``, ``cell_outside``, ``cell_code_wrong``,
        ``cell_code_twice``; areas in square metres.
    """
    if cells.empty:
        return []
    rows = rows if rows is not None else pd.Series(range(1, len(cells) + 1), index=cells.index)
    row_list = [int(row) for row in rows]
    findings = [*_codes(cells, row_list, community_code), *_invalid(cells, row_list)]
    ground = _Ground(cells)
    shapes = shapely.make_valid(ground.shapes)
    findings += _overlaps(shapes, row_list, ground)
    whole = shapely.union_all(shapes)
    outline = ground.metric(boundary) if boundary is not None else _filled(whole)
    for part in _parts(shapely.difference(outline, whole)):
        findings.append(ground.finding("cell_gap", part, _GAP))
    if boundary is not None:
        for part in _parts(shapely.difference(whole, outline)):
            findings.append(ground.finding("cell_outside", part, _OUTSIDE))
    return findings


_GAP = N_("%(area_m2)s m² of the community belong to no cell.")
_OUTSIDE = N_("%(area_m2)s m² of cells lie outside of the community.")
_OVERLAP = N_("The cells in row %(row)s and row %(other)s overlap by %(area_m2)s m².")


class _Ground:
    """The way between degrees and the metres in which areas are measured."""

    def __init__(self, cells: gpd.GeoDataFrame) -> None:
        west, south, east, north = cells.total_bounds
        self._srid = metric_srid((west + east) / 2, (south + north) / 2)
        self.shapes = cells.geometry.to_crs(self._srid).to_numpy()

    def metric(self, shape: BaseGeometry) -> BaseGeometry:
        moved: BaseGeometry = gpd.GeoSeries([shape], crs=4326).to_crs(self._srid).iloc[0]
        return moved

    def finding(self, code: str, shape: BaseGeometry, template: str, **params: Any) -> Finding:
        place = gpd.GeoSeries([shape], crs=self._srid).to_crs(4326).iloc[0]
        params["area_m2"] = round(float(shape.area), 1)
        return Finding(code, Severity.WARNING, template, params, row=params.get("row"), place=place)


def _filled(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(shape) if part.area]
    )


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Give the parts of an area that are more than the noise of drawing."""
    for part in shapely.get_parts(shape):
        if part.area > _NOISE_M2 and not part.buffer(-_NOISE_WIDTH_M / 2).is_empty:
            yield part


def _overlaps(shapes: Any, rows: list[int], ground: _Ground) -> Iterator[Finding]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(first[first < second], second[first < second], strict=True):
        for part in _parts(shapely.intersection(shapes[a], shapes[b])):
            yield ground.finding("cell_overlap", part, _OVERLAP, row=rows[b], other=rows[a])


def _invalid(cells: gpd.GeoDataFrame, rows: list[int]) -> Iterator[Finding]:
    for place in np.flatnonzero(~cells.geometry.is_valid):
        yield Finding(
            "invalid_cell",
            Severity.ERROR,
            N_("The outline of the cell in row %(row)s crosses itself."),
            {"row": rows[place]},
            row=rows[place],
            place=cells.geometry.iloc[place],
        )


def _codes(
    cells: gpd.GeoDataFrame, rows: list[int], community_code: str | None
) -> Iterator[Finding]:
    seen: set[str] = set()
    for row, code, place in zip(rows, cells["code"], cells.geometry, strict=True):
        if not isinstance(code, str):
            continue
        if not is_cell_code(code, community_code):
            kind, template = "cell_code_wrong", _CODE_WRONG
        elif code in seen:
            kind, template = "cell_code_twice", _CODE_TWICE
        else:
            seen.add(code)
            continue
        params = {"row": row, "code": code[:50]}
        yield Finding(kind, Severity.WARNING, template, params, row, column="code", place=place)


_CODE_WRONG = N_(
    "The cell in row %(row)s has the code %(code)s: a cell's code is the 12 digits of its "
    "community and 3 more."
)
_CODE_TWICE = N_("The cell in row %(row)s has the code %(code)s, which an earlier cell has too.")


def check_assignment(buildings: gpd.GeoDataFrame, cells: gpd.GeoDataFrame) -> list[Finding]:
    """Find buildings that lie in no cell, or astride two.

    Parameters
    ----------
    buildings, cells : GeoDataFrame
        Frames in EPSG:4326.

    Returns
    -------
    list of Finding
        ``building_in_no_cell`` and ``building_astride``, with the building's ``key``.
    """
    if buildings.empty:
        return []
    shapes = buildings.geometry.to_numpy()
    ground = cells.geometry.to_numpy()
    inside, which = shapely.STRtree(ground).query(shapes, predicate="intersects")
    area = shapely.area(shapes)
    shares = shapely.area(shapely.intersection(shapes[inside], ground[which]))
    # A point has no area and lies in a cell as soon as it touches it.
    counts = (shares > _ASTRIDE_SHARE * area[inside]) | (area[inside] == 0)
    cells_each = np.bincount(inside[counts], minlength=len(shapes))
    return [
        *_placed(buildings, cells_each == 0, "building_in_no_cell", _IN_NONE),
        *_placed(buildings, (cells_each > 1) & (area > 0), "building_astride", _ASTRIDE),
    ]


_IN_NONE = N_("Building %(number)s lies in no cell.")
_ASTRIDE = N_("Building %(number)s lies in more than one cell; it belongs to where most of it is.")


def _placed(buildings: gpd.GeoDataFrame, which: Any, code: str, template: str) -> Iterator[Finding]:
    for place in np.flatnonzero(which):
        key, number = buildings["key"].iloc[place], buildings["number"].iloc[place]
        params = {"number": number if isinstance(number, str) else key}
        shape = buildings.geometry.iloc[place]
        yield Finding(
            code, Severity.WARNING, template, params, row=int(place) + 1, key=str(key), place=shape
        )
