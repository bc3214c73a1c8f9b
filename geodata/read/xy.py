"""Places in plain tables: columns of coordinates, or of WKT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.errors import N_, InputRefused, Question
from geodata.findings import Finding, Severity
from geodata.read.types import ReadOptions, Table
from geodata.text import normal

LON = ("lon", "lng", "long", "longitude", "经度", "东经", "jingdu", "x", "x坐标", "坐标x", "lon_x")
LAT = ("lat", "latitude", "纬度", "北纬", "weidu", "y", "y坐标", "坐标y")
_AXES = frozenset({"x", "y", "x坐标", "坐标x", "y坐标", "坐标y"})
"""Headers that say where, and not whether in degrees or metres."""
_SHIFTED = (72.0, 0.8, 137.9, 55.9)
"""West, south, east, north: where GCJ-02 and BD-09 are defined."""
WKT = ("wkt", "geometry", "geom", "thegeom", "几何", "图形")


def place_columns(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Find the columns that say where a row is.

    Parameters
    ----------
    columns : Sequence[str]
    mapping : Mapping[str, str]
        The user's choices; ``lon``, ``lat`` and ``wkt`` count here.

    Returns
    -------
    dict
        ``lon`` and ``lat``, or ``wkt``, to column; empty when there are none.
    """
    by_name = {normal(column): column for column in reversed(columns)}
    found = {
        field: next((by_name[normal(a)] for a in aliases if normal(a) in by_name), None)
        for field, aliases in (("lon", LON), ("lat", LAT), ("wkt", WKT))
    }
    found |= {field: mapping[field] for field in found if field in mapping}
    if found["lon"] and found["lat"]:
        return {"lon": found["lon"], "lat": found["lat"]}
    return {"wkt": found["wkt"]} if found["wkt"] else {}


def with_places(table: Table, options: ReadOptions, file: str) -> Table:
    """Turn coordinates of a table to points.

    Parameters
    ----------
    table : Table
    options : ReadOptions
    file : str
        Name to show in messages.

    Returns
    -------
    Table
        The same table where it has no coordinates.

    Raises
    ------
    InputRefused
        If places are required and no column holds them.
    """
    columns = place_columns(list(table.frame.columns), options.mapping)
    if not columns:
        if options.places == "required":
            raise _no_columns(table, file)
        return table
    for column in columns.values():
        if column not in table.frame:
            raise _no_column(column, table, file)
    shapes = _from_wkt(table.frame, columns) if "wkt" in columns else _points(table.frame, columns)
    given = table.frame[list(columns.values())].map(_says_something).any(axis=1)
    findings = [
        _unreadable(int(row) + 1, table.layer, next(iter(columns.values())))
        for row in table.frame.index[given & pd.isna(shapes)]
    ]
    frame = gpd.GeoDataFrame(
        table.frame.drop(columns=list(columns.values())), geometry=gpd.GeoSeries(shapes)
    )
    if not _is_plain(columns, shapes):
        return Table(frame, table.layer, None, table.encoding, table.findings + findings)
    findings.append(Finding("far_from_china", Severity.NOTE, _FAR, layer=table.layer))
    return Table(frame, table.layer, "EPSG:4326", table.encoding, table.findings + findings)


_FAR = N_("All places lie far from China, where maps are shifted: they were read as WGS 84.")


def _is_plain(columns: Mapping[str, str], shapes: Any) -> bool:
    """Say whether degrees need no question: maps are shifted in China, and only there."""
    names = {normal(column) for column in columns.values()}
    if names & _AXES or not names <= {normal(name) for name in (*LON, *LAT)}:
        return False
    at = shapely.get_coordinates(shapes[~pd.isna(shapes)])
    at = at[(at != 0).any(axis=1)]
    west, south, east, north = _SHIFTED
    inside = (at[:, 0] > west) & (at[:, 0] < east) & (at[:, 1] > south) & (at[:, 1] < north)
    on_globe = (np.abs(at) <= (180, 90)).all(axis=1)
    return bool(len(at)) and bool(on_globe.all()) and not bool(inside.any())


def _points(frame: pd.DataFrame, columns: Mapping[str, str]) -> Any:
    x, y = (pd.to_numeric(frame[columns[axis]], errors="coerce") for axis in ("lon", "lat"))
    shapes = shapely.points(x.to_numpy(float), y.to_numpy(float))
    shapes[(x.isna() | y.isna()).to_numpy()] = None
    return shapes


def _from_wkt(frame: pd.DataFrame, columns: Mapping[str, str]) -> Any:
    texts = frame[columns["wkt"]].map(lambda text: text if isinstance(text, str) else None)
    return shapely.from_wkt(texts.to_numpy(object), on_invalid="ignore")


def _says_something(cell: Any) -> bool:
    return not pd.isna(cell) and bool(str(cell).strip())


def _unreadable(row: int, layer: str, column: str) -> Finding:
    return Finding(
        "unreadable_place",
        Severity.WARNING,
        N_("Row %(row)s: the place in column %(column)s cannot be read."),
        {"row": row, "column": column},
        row=row,
        layer=layer,
        column=column,
    )


def _no_column(column: str, table: Table, file: str) -> InputRefused:
    choices = tuple(str(name) for name in table.frame.columns)
    return InputRefused(
        N_("%(file)s has no column %(column)s. Columns are: %(choices)s (--map)."),
        file=file,
        column=column[:100],
        choices=", ".join(choices),
        question=Question("map", choices, field="lon"),
    )


def _no_columns(table: Table, file: str) -> InputRefused:
    choices = tuple(str(column) for column in table.frame.columns)
    return InputRefused(
        N_(
            "%(file)s (%(layer)s) is a table without places: no column holds longitude and "
            "latitude. Say which do (--map lon=COLUMN --map lat=COLUMN), among: %(choices)s."
        ),
        file=file,
        layer=table.layer,
        choices=", ".join(choices),
        question=Question("map", choices, field="lon"),
    )
