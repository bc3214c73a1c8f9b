"""The one place that hands a file to GDAL."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyogrio.raw
import shapely
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from geodata import drivers
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from geodata.limits import MAX_COLUMNS, MAX_LAYERS, MAX_VERTICES
from geodata.read.columns import unique_columns
from geodata.read.types import LayerInfo, Table

drivers.lock()

_FAILURES = (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    shapely.GEOSException,
    UnicodeDecodeError,
)


def ogr_layers(path: Path, file: str) -> list[str]:
    """List the layers of a file.

    Parameters
    ----------
    path : Path
        A local file that exists.
    file : str
        Name to show in messages.

    Returns
    -------
    list of str

    Raises
    ------
    InputRefused
        If GDAL cannot read it or it has too many layers.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            names = [str(name) for name, _ in pyogrio.list_layers(path)]
    except _FAILURES as error:
        raise damaged(file) from error
    if len(names) > MAX_LAYERS:
        raise InputRefused(
            N_("The file %(file)s has %(count)s layers; at most %(limit)s are read."),
            file=file,
            count=len(names),
            limit=MAX_LAYERS,
        )
    return names


def ogr_info(path: Path, layer: str | None, file: str, **how: Any) -> LayerInfo:
    """Describe one layer without reading its rows.

    Parameters
    ----------
    path : Path
    layer : str or None
    file : str
        Name to show in messages.
    **how : Any
        Passed to pyogrio.

    Returns
    -------
    LayerInfo
        ``geometry_type`` is None also where the column for shapes is there and empty.

    Raises
    ------
    InputRefused
        If GDAL cannot read it.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            info = pyogrio.read_info(
                path, layer=layer, force_feature_count=True, force_total_bounds=True, **how
            )
    except _FAILURES as error:
        raise damaged(file) from error
    bounds = info["total_bounds"]
    has_shapes = info["geometry_type"] is not None and bounds is not None
    if has_shapes and info["features"]:
        has_shapes = bool(np.isfinite(bounds).all() and (np.asarray(bounds) != 0).any())
    return LayerInfo(
        name=str(info["layer_name"]),
        geometry_type=str(info["geometry_type"]) if has_shapes else None,
        rows=int(info["features"]),
        crs=info["crs"],
        fields=[str(name) for name in info["fields"]],
        encoding="utf-8",
    )


def ogr_read(
    path: Path, layer: str | None, file: str, max_rows: int, how: Mapping[str, Any] | None = None
) -> Table:
    """Read one layer.

    Parameters
    ----------
    path : Path
    layer : str or None
    file : str
        Name to show in messages.
    max_rows : int
        A layer with more rows is refused.
    how : Mapping, optional
        Passed to pyogrio.

    Returns
    -------
    Table
        Unclosed rings are closed, with a finding.

    Raises
    ------
    InputRefused
        If GDAL cannot read it or it is beyond a limit.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            meta, _, wkb, values = pyogrio.raw.read(
                path, layer=layer, force_2d=True, max_features=max_rows + 1, **(how or {})
            )
            shapes, findings = _shapes(wkb, layer or "")
    except _FAILURES as error:
        raise damaged(file) from error
    columns, renamed = unique_columns([str(name) for name in meta["fields"]], layer or "")
    counted = values[0] if len(values) else shapes
    _check_size(file, 0 if counted is None else len(counted), max_rows, len(columns))
    data = pd.DataFrame(dict(zip(columns, values, strict=True)))
    findings += renamed
    if shapes is None:
        return Table(data, layer or "", findings=findings)
    if shapely.get_num_coordinates(shapes).sum() > MAX_VERTICES:
        raise InputRefused(
            N_("The file %(file)s has more than %(limit)s vertices. Simplify or split it."),
            file=file,
            limit=MAX_VERTICES,
        )
    frame = gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes), index=range(len(shapes)))
    return Table(frame, layer or "", crs=meta["crs"], encoding="utf-8", findings=findings)


def _shapes(wkb: Any, layer: str) -> tuple[Any, list[Finding]]:
    if wkb is None:
        return None, []
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    broken = np.flatnonzero(pd.isna(shapes) & ~pd.isna(wkb))
    if not len(broken):
        return shapes, []
    shapes[broken] = shapely.from_wkb(wkb[broken], on_invalid="fix")
    return shapes, [
        Finding(
            "open_ring",
            Severity.REPAIRED,
            N_("Row %(row)s: the outline was not closed; it was closed."),
            {"row": int(place) + 1},
            row=int(place) + 1,
            layer=layer,
            place=None,
        )
        for place in broken
    ]


def _check_size(file: str, rows: int, max_rows: int, columns: int) -> None:
    if rows > max_rows:
        raise InputRefused(
            N_("The file %(file)s has more than %(limit)s rows. Split it."),
            file=file,
            limit=max_rows,
        )
    if columns > MAX_COLUMNS:
        raise InputRefused(
            N_("The file %(file)s has %(count)s columns; at most %(limit)s are read."),
            file=file,
            count=columns,
            limit=MAX_COLUMNS,
        )


def damaged(file: str) -> InputRefused:
    """Make the refusal of a file that cannot be read.

    Parameters
    ----------
    file : str

    Returns
    -------
    InputRefused
    """
    return InputRefused(
        N_(
            "The file %(file)s cannot be read: it is damaged, or it is not what its name says. "
            "Export it again and try once more."
        ),
        file=file,
    )
