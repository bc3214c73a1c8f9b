"""Which GDAL drivers may run: those that read the one file they are given, and no others.

An uploaded file decides nothing about other files or addresses. GDAL has dozens of drivers that
follow references (VRT, WFS, HTTP ...), so all but a handful are dropped when GDAL registers them:
by the environment, set when ``geodata`` is first imported; and once more before the first file is
opened, in case somebody had loaded GDAL before.
"""

from __future__ import annotations

import os

ALLOWED = frozenset(
    {"GPKG", "ESRI Shapefile", "GeoJSON", "KML", "LIBKML", "DXF", "CSV", "OSM", "MEM"}
)
"""Drivers that stay; ``MEM`` holds nothing but what the process itself puts into it."""

REFUSED = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSW", "Carto", "DGN", "EDIGEO", "EEDA",
    "ESRIJSON", "Elasticsearch", "FlatGeobuf", "GDALG", "GML", "GPSBabel", "GPX", "GTFS",
    "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "LVBAG", "MBTiles", "MVT",
    "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS",
    "OGR_VRT", "OpenFileGDB", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57",
    "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX",
)  # fmt: skip
"""What pyogrio 0.13 brings beyond that."""

_CONFIG = {
    "OGR_SKIP": ",".join(REFUSED),
    "GDAL_DRIVER_PATH": "disable",  # No plug-ins from folders.
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{nothing}",  # /vsicurl/ opens no address.
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_DISABLE_READDIR_ON_OPEN": "TRUE",  # No neighbours of a file are looked at.
    "DXF_ENCODING": "UTF-8",  # geodata.read.dxf hands over UTF-8, whatever came in.
    "PROJ_NETWORK": "OFF",
}


def set_environment() -> None:
    """Set what GDAL reads when it is loaded; costs nothing."""
    os.environ.update(_CONFIG)


def lock() -> None:
    """Make sure that no other driver is there, also when GDAL was loaded before.

    Raises
    ------
    RuntimeError
        If a driver that is not allowed is still there.
    """
    # GDAL is loaded as late as possible, and never before the environment is set.
    import pyogrio
    from pyogrio import _ogr

    if skipped := sorted(set(pyogrio.list_drivers()) - ALLOWED):
        pyogrio.set_gdal_config_options({**_CONFIG, "OGR_SKIP": ",".join(skipped)})
        _ogr._register_drivers()  # GDAL reads its list of drivers to skip again.
    if left := set(pyogrio.list_drivers()) - ALLOWED:
        raise RuntimeError(f"GDAL drivers could not be switched off: {sorted(left)}")


set_environment()
