"""No file makes GDAL read another file or an address."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest

from geodata import drivers
from geodata.read import list_layers, read_table

ROOT = Path(__file__).resolve().parents[3]
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{target}</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)
WFS = "<OGRWFSDataSource><URL>http://127.0.0.1:9/wfs</URL></OGRWFSDataSource>"


def run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


def test_environment_alone_leaves_only_allowed_drivers():
    listed = run("import geodata, pyogrio; print(*pyogrio.list_drivers(), sep='\\n')")
    assert set(listed.splitlines()) == drivers.ALLOWED


def test_drivers_go_also_when_gdal_was_loaded_before():
    listed = run("import pyogrio, geodata.read; print(*pyogrio.list_drivers(), sep='\\n')")
    assert set(listed.splitlines()) == drivers.ALLOWED


def test_light_imports_do_not_load_gdal():
    out = run("import geodata.errors, sys; print('pyogrio' in sys.modules)")
    assert out.strip() == "False"


@pytest.mark.parametrize("suffix", [".vrt", ".gpkg", ".json", ".kml", ".shp", ".dxf"])
def test_vrt_is_refused_under_every_name(tmp_path, refused, suffix):
    target = tmp_path / "secret.geojson"
    target.write_text('{"type": "Point", "coordinates": [116, 40]}')
    path = tmp_path / f"x{suffix}"
    path.write_text(VRT.format(target=target))
    error = refused(path)
    assert path.name in str(error)
    assert "secret" not in str(error)


@pytest.mark.parametrize("suffix", [".xml", ".gpkg", ".kml"])
def test_wfs_is_refused(tmp_path, refused, suffix):
    path = tmp_path / f"wfs{suffix}"
    path.write_text(WFS)
    refused(path)


def test_gdal_itself_opens_neither_vrt_nor_address(tmp_path):
    path = tmp_path / "x.vrt"
    path.write_text(VRT.format(target="/etc/hostname"))
    for source in (str(path), "/vsicurl/http://127.0.0.1:9/x.geojson", "WFS:http://127.0.0.1:9"):
        with pytest.raises(pyogrio.errors.DataSourceError):
            pyogrio.list_layers(source)


def test_geopackage_with_tables_that_read_elsewhere_is_refused(tmp_path, refused):
    path = tmp_path / "x.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, "
            "'CREATE VIRTUAL TABLE v USING VirtualOGR(''/etc/hostname'')')"
        )
    database.close()
    assert "read elsewhere" in str(refused(path))


def test_kml_link_to_elsewhere_is_not_followed(tmp_path):
    path = tmp_path / "link.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><NetworkLink><Link>'
        "<href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink><Placemark><name>a</name>"
        "<Point><coordinates>116,40</coordinates></Point></Placemark></Document></kml>"
    )
    assert [info.rows for info in list_layers(path)] == [1]


@pytest.mark.parametrize("name", ["/vsicurl/http://127.0.0.1:9/x.gpkg", "PG:dbname=x", "no.gpkg"])
def test_a_text_is_no_path(refused, name):
    assert "There is no file" in str(refused(Path(name)))


def test_document_type_is_refused(tmp_path, refused):
    path = tmp_path / "bomb.kml"
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    path.write_text(f'<!DOCTYPE kml [<!ENTITY a0 "ha">{entities}]><kml>&a9;</kml>')
    assert "document type" in str(refused(path))


def test_file_of_unknown_kind_is_refused_by_name(tmp_path, refused):
    path = tmp_path / "plan.dwg"
    path.write_bytes(b"AC1032")
    assert "plan.dwg" in str(refused(path))
    assert ".dxf" in str(refused(path))


def test_extract_of_openstreetmap_is_sent_to_its_own_import(tmp_path):
    path = tmp_path / "x.osm.pbf"
    path.write_bytes(b"x")
    with pytest.raises(Exception, match="import osm"):
        read_table(path)
