"""Gates on paths: a patrol may find them locked."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import LineString

_GATES = (
    "gate",
    "lift_gate",
    "wicket_gate",
    "kissing_gate",
    "swing_gate",
    "sliding_gate",
    "turnstile",
)
_ON_PATH_DEG = 1e-7
_HALF_GATE_M = 2.0
_SHORTEST_M = 0.5
"""What is left of a way before or behind a gate belongs to the gate when it is shorter."""

_M_A_DEGREE = 111_320.0

Floats = NDArray[np.float64]


def mark_gates(paths: gpd.GeoDataFrame, points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the paths on which a gate stands, and mark the few metres where it does.

    Parameters
    ----------
    paths : GeoDataFrame
        Frame ``paths``, EPSG:4326.
    points : GeoDataFrame
        OpenStreetMap's nodes with the tags ``barrier`` and ``opening_hours``.

    Returns
    -------
    GeoDataFrame
        The paths, ``barrier`` being ``gate`` or None and ``hours`` those of the gate. The first
        piece of a cut path keeps its key, the others get ``/2``, ``/3`` behind it.
    """
    gates = points[points["barrier"].isin(_GATES)]
    paths = paths.assign(barrier=None, hours=None)
    tree = shapely.STRtree(paths.geometry.to_numpy())
    gate, path = tree.query(gates.geometry.to_numpy(), predicate="dwithin", distance=_ON_PATH_DEG)
    rows = [paths.drop(index=paths.index[np.unique(path)])]
    for number in np.unique(path):
        row, own = paths.iloc[number], gates.iloc[gate[path == number]]
        rows.append(gpd.GeoDataFrame(_pieces(row, own), crs=paths.crs).set_geometry("geometry"))
    if len(rows) == 1:
        return paths
    # Empty columns would lose their type where they meet full ones.
    together = pd.concat([part.astype({"barrier": object, "hours": object}) for part in rows])
    return together.sort_index(kind="stable").reset_index(drop=True)


def _pieces(row: pd.Series, gates: gpd.GeoDataFrame) -> pd.DataFrame:
    """Make rows of the pieces of one path, under the index of that path."""
    made: list[dict[str, Any]] = []
    for line, number in _cut(row.geometry, gates.geometry.to_numpy()):
        tail = f"/{len(made) + 1}" if made else ""
        mark: dict[str, str | None] = {"barrier": None, "hours": None}
        if number >= 0:
            hours = gates["opening_hours"].iloc[number]
            mark = {"barrier": "gate", "hours": hours if isinstance(hours, str) else None}
        made.append({**row.to_dict(), **mark, "key": f"{row['key']}{tail}", "geometry": line})
    return pd.DataFrame(made, index=[row.name] * len(made))


def _cut(line: LineString, gates: NDArray[np.object_]) -> list[tuple[LineString, int]]:
    """Cut a path around its gates; each piece with the number of its gate, or -1."""
    degrees = shapely.get_coordinates(line)
    scale = _M_A_DEGREE * np.array([np.cos(np.radians(degrees[0, 1])), 1.0])
    along_m = np.append(0.0, np.cumsum(np.hypot(*np.diff(degrees * scale, axis=0).T)))
    points = shapely.points(shapely.get_coordinates(gates) * scale)
    at = np.atleast_1d(shapely.line_locate_point(LineString(degrees * scale), points))
    spans, done = [], 0.0
    for number in np.argsort(at):
        start, end = (
            max(at[number] - _HALF_GATE_M, done),
            min(at[number] + _HALF_GATE_M, along_m[-1]),
        )
        start = done if start - done < _SHORTEST_M else start
        end = along_m[-1] if along_m[-1] - end < _SHORTEST_M else end
        spans += [(done, start, -1), (start, end, int(number))]
        done = max(done, end)
    spans.append((done, along_m[-1], -1))
    return [(_part(degrees, along_m, *span), gate) for *span, gate in spans if span[0] < span[1]]


def _part(degrees: Floats, along_m: Floats, start_m: float, end_m: float) -> LineString:
    """Take a part of a line; its own vertices stay what they are to the last digit."""
    inner = (along_m > start_m) & (along_m < end_m)
    ends = [[np.interp(at, along_m, axis) for axis in degrees.T] for at in (start_m, end_m)]
    return LineString([ends[0], *degrees[inner], ends[1]])
