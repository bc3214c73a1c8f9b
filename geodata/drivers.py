"""Which GDAL drivers may run: those that read the one file they are given, and no others.

An uploaded file decides nothing about other files or addresses. GDAL has dozens of drivers that
follow references (VRT, WFS, HTTP ...), so all but a handful are dropped when GDAL registers them.
"""

from __future__ import annotations

import os

ALLOWED = frozenset(
    {"GPKG", "ESRI Shapefile", "GeoJSON", "KML", "LIBKML", "DXF", "CSV", "OSM", "MEM"}
)
"""Drivers that stay; ``MEM`` holds nothing but what the process itself puts into it."""

_CONFIG = {
    "GDAL_DRIVER_PATH": "disable",  # No plug-ins from folders.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{nothing}",  # /vsicurl/ opens no address.
    "CPL_VSIL_CURL_USE_HEAD": "NO",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",  # No neighbours of a file are looked at.
    "DXF_ENCODING": "UTF-8",  # geodata.read.dxf hands over UTF-8, whatever came in.
    "OSM_USE_CUSTOM_INDEXING": "YES",
}


def lock() -> None:
    """Switch off every driver that is not allowed, also when pyogrio was imported before.

    Raises
    ------
    RuntimeError
        If a driver that is not allowed is still there.
    """
    os.environ["PROJ_NETWORK"] = "OFF"
    os.environ.update(_CONFIG)
    # Only now may GDAL be loaded: it reads its configuration from the environment.
    import pyogrio
    from pyogrio import _ogr

    skipped = sorted(set(pyogrio.list_drivers()) - ALLOWED)
    pyogrio.set_gdal_config_options({**_CONFIG, "OGR_SKIP": ",".join(skipped)})
    _ogr._register_drivers()
    if left := set(pyogrio.list_drivers()) - ALLOWED:
        raise RuntimeError(f"GDAL drivers could not be switched off: {sorted(left)}")


lock()
