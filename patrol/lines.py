"""From a paths frame to the lines on which one may walk."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from patrol.gate_cuts import cut_gates

NOT_FOR_FEET = frozenset(
    {
        "motorway", "motorway_link", "proposed", "construction", "raceway", "bus_guideway",
        "abandoned", "busway", "disused", "planned", "razed",
    }
)  # fmt: skip
"""Kinds of path on which nobody may walk, or that are not built yet."""


@dataclass(frozen=True, eq=False)
class WalkableLines:
    """Lines to build a network from, in metres.

    Attributes
    ----------
    lines : (n,) array of LineString
        Metric coordinates, none of zero length.
    path : (n,) int array
        Position of the row in the paths frame.
    level : (n,) int array
        0 on the ground, above it on a bridge, below it in a tunnel.
    is_gate : (n,) bool array
        The short pieces on which a gate stands.
    findings : list of Finding
        Rows left out, and why.
    """

    lines: NDArray[np.object_]
    path: NDArray[np.int64]
    level: NDArray[np.int64]
    is_gate: NDArray[np.bool_]
    findings: list[Finding]


def walkable_lines(paths: gpd.GeoDataFrame, srid: int) -> WalkableLines:
    """Project the paths, leave out what cannot be walked, and cut those with gates at the gate.

    Parameters
    ----------
    paths : GeoDataFrame
        The ``paths`` frame, any CRS that it declares. Optional columns ``layer`` (number),
        ``bridge`` and ``tunnel`` tell which paths cross without meeting.
    srid : int
        EPSG code of the metric CRS.

    Returns
    -------
    WalkableLines

    Raises
    ------
    InputRefused
        If no walkable path is left.
    """
    findings: list[Finding] = []
    geometry = np.asarray(shapely.force_2d(paths.geometry.to_crs(srid).to_numpy()), dtype=object)
    allowed = _allowed(paths, findings)
    geometry[~allowed] = None
    parts, row = shapely.get_parts(geometry, return_index=True)
    is_line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    length_m = shapely.length(parts)
    good = is_line & (length_m > 0) & np.isfinite(length_m)
    _note_unusable(paths, allowed, np.unique(row[good]), findings)
    if not good.any():
        raise InputRefused(
            N_("There are no walkable paths: import paths (roads and footways) for this area.")
        )
    marked = (_column(paths, "barrier") == "gate").to_numpy(dtype=bool, na_value=False)
    lines, line, is_gate = cut_gates(parts[good], marked[row[good]])
    path = row[good][line].astype(np.int64)
    return WalkableLines(lines, path, _levels(paths)[path], is_gate, findings)


def _allowed(paths: gpd.GeoDataFrame, findings: list[Finding]) -> NDArray[np.bool_]:
    if "kind" not in paths:
        return np.ones(len(paths), dtype=bool)
    closed = paths["kind"].isin(NOT_FOR_FEET).to_numpy(dtype=bool)
    if closed.any():
        template = N_("%(count)s paths are not for walking (motorways, not yet built): left out.")
        findings.append(
            Finding("path_not_walkable", Severity.NOTE, template, {"count": int(closed.sum())})
        )
    return np.asarray(~closed)


def _note_unusable(
    paths: gpd.GeoDataFrame,
    allowed: NDArray[np.bool_],
    used: NDArray[np.int64],
    findings: list[Finding],
) -> None:
    """Report each allowed row of which no piece could be used."""
    unusable = allowed.copy()
    unusable[used] = False
    keys = _column(paths, "key")
    ground = paths.geometry.to_crs(STORAGE_SRID)
    for row in np.flatnonzero(unusable):
        shape = ground.iloc[row]
        empty = shape is None or shape.is_empty
        template = N_("Path %(key)s is not a line of any length: left out.")
        findings.append(
            Finding(
                "path_without_length",
                Severity.ERROR,
                template,
                {"key": str(keys.iloc[row])},
                row=int(row) + 1,
                layer="paths",
                key=str(keys.iloc[row]),
                place=None if empty else shape.representative_point(),
            )
        )


def _levels(paths: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Give the level of each path: its layer where known, else what bridge and tunnel imply."""
    implied = _is_set(paths, "bridge").astype(int) - (
        # A passage through a building lies on the ground.
        _is_set(paths, "tunnel") & (_column(paths, "tunnel") != "building_passage")
    ).astype(int)
    layer = pd.to_numeric(_column(paths, "layer"), errors="coerce")
    return np.asarray(layer.fillna(implied), dtype=np.int64)


def _is_set(paths: gpd.GeoDataFrame, column: str) -> pd.Series:
    values = _column(paths, column)
    return values.notna() & ~values.isin(["no", "", False])


def _column(paths: gpd.GeoDataFrame, column: str) -> pd.Series:
    if column in paths:
        return paths[column]
    return pd.Series([None] * len(paths), index=paths.index, dtype=object)
