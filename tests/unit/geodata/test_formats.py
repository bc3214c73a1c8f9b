"""KML, DXF, GeoPackage, GeoJSON and archives."""

from __future__ import annotations

import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.clean import clean
from geodata.read import ReadOptions, list_layers, read_table

RING = "116,40 116.001,40 116.001,40.001 116,40.001 116,40"
KML = f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Schema name="s" id="s"><SimpleField name="层数" type="int"/></Schema>
<Folder><name>楼栋</name>
<Placemark><name>1号楼</name><ExtendedData><Data name="负责人"><value>张三</value></Data>
<Data name="户数"><value>18户</value></Data></ExtendedData><Polygon><outerBoundaryIs><LinearRing>
<coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>2号楼</name><ExtendedData><SchemaData schemaUrl="#s">
<SimpleData name="层数">6</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>116.01,40</coordinates></Point></Placemark></Folder></Document></kml>"""

DXF = """0
SECTION
2
HEADER
9
$ACADVER
1
AC1015
9
$DWGCODEPAGE
3
{page}
0
ENDSEC
0
SECTION
2
ENTITIES
0
LWPOLYLINE
8
楼栋
90
4
70
1
10
500000
20
4420000
10
500020
20
4420000
10
500020
20
4420010
10
500000
20
4420010
0
LINE
8
道路
10
500000
20
4420020
11
500050
21
4420020
0
TEXT
8
注记
10
500010
20
4420005
40
2.5
1
四十一号楼
0
ENDSEC
0
EOF
"""


def test_kml_keeps_chinese_names_of_data(tmp_path):
    path = tmp_path / "楼栋.kml"
    path.write_text(KML, encoding="utf-8")
    (info,) = list_layers(path)
    assert info.name == "楼栋"
    assert {"负责人", "户数", "层数"} <= set(info.fields)
    layer = read_table(path)
    assert layer.frame["负责人"].iloc[0] == "张三"
    frame = clean("buildings", layer).frame
    assert frame["number"].tolist() == ["1", "2"]
    assert frame["households"].iloc[0] == 18
    assert frame["levels"].iloc[1] == 6


def test_kmz_is_unpacked(tmp_path):
    path = tmp_path / "楼栋.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", KML)
    assert len(read_table(path).frame) == 2


@pytest.mark.parametrize(
    ("page", "codec"), [("ANSI_936", "gbk"), ("ANSI_1252", "gbk"), ("ANSI_1252", "utf-8")]
)
def test_dxf_text_is_readable_and_numbers_its_outline(tmp_path, refused, page, codec):
    path = tmp_path / "总图.dxf"
    path.write_bytes(DXF.format(page=page).encode(codec))
    assert [info.name for info in list_layers(path)] == ["楼栋", "道路", "注记"]
    assert refused(path).question.option == "layer"
    assert refused(path, layer="楼栋").question.option == "crs"
    layer = read_table(path, ReadOptions(layer="楼栋", crs="EPSG:4548"))
    assert layer.frame["Text"].tolist() == ["四十一号楼"]
    assert layer.frame.geom_type.tolist() == ["Polygon"]
    paths = read_table(path, ReadOptions(layer="道路", crs="EPSG:4548"))
    assert len(clean("paths", paths).frame) == 1


def test_binary_dxf_is_refused_with_the_remedy(tmp_path, refused):
    path = tmp_path / "b.dxf"
    path.write_bytes(b"AutoCAD Binary DXF\r\n\x1a\x00" + b"SECTION")
    assert "ASCII" in str(refused(path))


def squares() -> gpd.GeoDataFrame:
    shapes = [shapely.box(116 + n / 1000, 40, 116.0005 + n / 1000, 40.0005) for n in range(3)]
    return gpd.GeoDataFrame({"楼号": ["1", "2", "3"]}, geometry=shapes, crs=4326)


def test_geopackage_and_geojson_round(tmp_path):
    for name in ("楼.gpkg", "楼.geojson"):
        squares().to_file(tmp_path / name, layer="楼")
        layer = read_table(tmp_path / name)
        assert layer.layer == "楼"
        assert layer.frame["楼号"].tolist() == ["1", "2", "3"]


def test_places_that_nobody_wants_need_no_crs(tmp_path):
    squares().to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.prj").unlink()
    layer = read_table(tmp_path / "a.shp", ReadOptions(places="ignored"))
    assert not layer.has_geometry
    assert clean("ledger", layer).frame["number"].tolist() == ["1", "2", "3"]


def test_reading_changes_nothing_beside_the_file(tmp_path):
    squares().to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.shx").unlink()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert len(read_table(tmp_path / "a.shp").frame) == 3
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_shapefile_text_cut_in_the_middle_of_a_character(tmp_path):
    frame = squares()
    frame["楼号"] = ["一号楼" * 40, "二", "三"]  # 360 bytes; a field holds 254.
    with pytest.warns(RuntimeWarning):
        frame.to_file(tmp_path / "a.shp", encoding="utf-8")
    (tmp_path / "a.cpg").unlink()
    texts = read_table(tmp_path / "a.shp").frame.iloc[:, 0].tolist()
    assert texts[1:] == ["二", "三"]
    assert texts[0].startswith("一号楼")
    assert "\ufffd" not in texts[0]


def test_wrong_cpg_is_not_believed(tmp_path):
    frame = squares()
    frame["楼号"] = ["一号楼", "二号楼", "三号楼"]
    frame.to_file(tmp_path / "a.shp", encoding="gbk")
    (tmp_path / "a.cpg").write_text("UTF-8")
    layer = read_table(tmp_path / "a.shp")
    assert layer.encoding == "gb18030"
    assert layer.frame.iloc[0, 0] == "一号楼"


def packed(entries: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_archive_that_swells_is_refused(tmp_path, refused):
    path = tmp_path / "bomb.zip"
    path.write_bytes(packed({"a.csv": b"0" * (3 << 20)}))
    assert "bomb.zip unpacks to more" in str(refused(path))


def test_archive_entries_stay_in_their_folder(tmp_path):
    path = tmp_path / "in" / "x.zip"
    path.parent.mkdir()
    path.write_bytes(packed({"../../evil.csv": "楼号\n1\n".encode(), "/etc/y.txt": b""}))
    assert read_table(path).frame["楼号"].tolist() == ["1"]
    assert not list(tmp_path.glob("**/evil.csv"))


def test_archive_with_gbk_entry_names(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AAAA.csv", "楼号\n1\n".encode())
    raw = path.read_bytes().replace(b"AAAA.csv", "楼栋.csv".encode("gbk"))
    path.write_bytes(raw)
    assert read_table(path).layer == "楼栋"


def test_archive_with_a_password_is_refused(tmp_path, refused):
    raw = bytearray(packed({"a.csv": b"a,b\n1,2\n"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    path = tmp_path / "x.zip"
    path.write_bytes(bytes(raw))
    assert "password" in str(refused(path))


def test_damaged_geopackage_is_refused(tmp_path, refused):
    path = tmp_path / "a.gpkg"
    squares().to_file(path)
    raw = path.read_bytes()
    path.write_bytes(raw[:3000])
    assert "a.gpkg" in str(refused(path))
    plain = tmp_path / "b.gpkg"
    with sqlite3.connect(plain) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    assert "b.gpkg" in str(refused(plain, places="required"))


def test_declared_metres_that_are_degrees_are_refused(tmp_path, refused):
    path = tmp_path / "a.geojson"
    squares().to_file(path)
    error = refused(path, crs="EPSG:4549")
    assert "cannot be in EPSG:4549" in str(error)
    assert "EPSG:4326" in error.question.choices


def test_unknown_crs_names_the_option(tmp_path, refused):
    squares().to_file(tmp_path / "a.geojson")
    for crs in ("nonsense", "EPSG:999999", "EPSG:5773"):
        assert "--crs" in str(refused(tmp_path / "a.geojson", crs=crs))


def test_missing_layer_names_those_there_are(tmp_path, refused):
    squares().to_file(tmp_path / "a.gpkg", layer="楼")
    error = refused(Path(tmp_path / "a.gpkg"), layer="x")
    assert "It has: 楼" in str(error)
