"""The layers that GDAL makes of an extract, under OpenStreetMap's own names and keys."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.limits import MAX_ROWS
from geodata.read.ogr import ogr_read

_KINDS = {"points": "node", "lines": "way", "multipolygons": "relation"}


def read_layer(path: Path, layer: str, file: str) -> gpd.GeoDataFrame:
    """Read one of GDAL's layers of an extract.

    Parameters
    ----------
    path : Path
    layer : {"points", "lines", "multipolygons"}
    file : str
        Name to show in messages.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, a column a tag, and ``key`` such as ``way/123``.

    Raises
    ------
    InputRefused
        If GDAL cannot read it.
    """
    with as_file(files("geodata.osm") / "osmconf.ini") as config:
        frame = ogr_read(path, layer, file, MAX_ROWS, {"CONFIG_FILE": str(config)}).frame
    frame = frame.drop(columns="other_tags", errors="ignore").set_crs(4326)
    kind = pd.Series(_KINDS[layer], index=frame.index)
    number = frame.pop("osm_id")
    if "osm_way_id" in frame:  # An area is a relation, or a way that closes.
        way = frame.pop("osm_way_id")
        kind, number = kind.where(way.isna(), "way"), number.where(way.isna(), way)
    frame["key"] = kind + "/" + number.astype(str)
    return frame
