"""GeoJSON and GeoPackage."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import geopandas as gpd

_DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG"}
_OPTIONS = {
    # As RFC 7946 wants it: WGS 84, counter-clockwise, about a centimetre.
    "geojson": {"RFC7946": "YES", "COORDINATE_PRECISION": "7"},
    "gpkg": {},
}


def write_geo(frame: gpd.GeoDataFrame, path: Path, form: str, layer: str) -> None:
    """Write a frame with its geometry.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326.
    path : Path
    form : {"geojson", "gpkg"}
    layer : str
        Name of the layer.
    """
    # GDAL wants the ending of the format; what the user called the file is the user's affair.
    written = path.with_name(f"{path.name}.{form}")
    plain = frame.map(lambda value: str(value) if isinstance(value, StrEnum) else value)
    plain.to_file(written, driver=_DRIVERS[form], layer=layer, engine="pyogrio", **_OPTIONS[form])
    written.replace(path)
