"""Ledgers and tables as communities keep them: CSV and Excel, GBK, titles, odd headers."""

from __future__ import annotations

import gzip
import zipfile

import pytest

from geodata.clean import clean
from geodata.errors import InputRefused
from geodata.read import ReadOptions, list_layers, read_table

LEDGER = (
    "楼号,地址,层数,单元数,户数,人口\n"
    "41号楼,康乐路1号,6,5,60户,约180人\n"
    "42,康乐路1号,六层,4,四十八,-\n"
)


def test_gbk_csv_with_chinese_headers(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_bytes(LEDGER.encode("gbk"))
    layer = read_table(path, ReadOptions(places="ignored"))
    assert layer.encoding == "gb18030"
    frame = clean("ledger", layer).frame
    assert frame["number"].tolist() == ["41", "42"]
    assert frame["levels"].tolist() == [6, 6]
    assert frame["households"].tolist() == [60, 48]
    assert frame["population"].iloc[0] == 180
    assert frame["population"].isna().iloc[1]


def test_utf8_and_utf16_csv(tmp_path):
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        path = tmp_path / f"{codec}.csv"
        path.write_bytes(LEDGER.encode(codec))
        assert read_table(path, ReadOptions(places="ignored")).frame.columns[0] == "楼号"


def test_wrong_encoding_is_refused_with_the_option_named(tmp_path, refused):
    path = tmp_path / "台账.csv"
    path.write_bytes(LEDGER.encode("gbk"))
    assert refused(path, encoding="utf-8").question.option == "encoding"
    assert "--encoding" in str(refused(path, encoding="no-such"))


def test_workbook_with_a_title_above_the_header_and_a_sum_below(workbook):
    path = workbook(
        台账=[
            ["康乐社区楼栋台账", None, None, None],
            ["填报单位：康乐社区", None, None, None],
            ["楼号", "层数（层）", "户数", "备注"],
            [41.0, 6, "60户", None],
            ["甲2号楼", "6F", 12, "有电梯"],
            ["合计", None, 72, None],
        ],
        Sheet2=[],
    )
    cleaned = clean("ledger", read_table(path, ReadOptions(places="ignored")))
    assert cleaned.frame["number"].tolist() == ["41", "甲2"]
    assert cleaned.frame["levels"].tolist() == [6, 6]
    assert cleaned.frame["households"].tolist() == [60, 12]
    assert cleaned.findings == []


def test_bad_counts_are_found_with_row_and_column(workbook):
    path = workbook(台账=[["楼号", "户数", "层数"], ["1", "很多", 600], ["2", -3, 6], ["2", 5, 6]])
    cleaned = clean("ledger", read_table(path, ReadOptions(places="ignored")))
    found = [(f.code, f.row, f.column) for f in cleaned.findings]
    assert found == [
        ("bad_count", 1, "户数"),
        ("bad_count", 2, "户数"),
        ("unlikely_count", 1, "层数"),
        ("duplicate", 3, ""),
    ]
    assert "Row 1, column 户数: 很多" in str(cleaned.findings[0])


def test_two_sheets_are_asked(workbook, refused):
    rows = [["楼号", "户数"], ["1", 2]]
    error = refused(workbook(一期=rows, 二期=rows))
    assert error.question.choices == ("一期", "二期")


def test_ledger_without_building_is_refused_and_mapping_mends_it(workbook):
    path = workbook(表=[["甲", "户数"], ["1", 2]])
    layer = read_table(path, ReadOptions(places="ignored"))
    with pytest.raises(InputRefused, match="--map number") as caught:
        clean("ledger", layer)
    assert caught.value.question.choices == ("甲", "户数")
    mapped = read_table(path, ReadOptions(places="ignored", mapping={"number": "甲"}))
    assert clean("ledger", mapped).frame["number"].tolist() == ["1"]


def test_coordinates_become_points_once_the_crs_is_said(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("楼号,经度,纬度\n1,116.35,40.0\n2,,\n3,abc,40\n", encoding="utf-8")
    assert refused(path).question.choices[0] == "EPSG:4326"
    layer = read_table(path, ReadOptions(crs="wgs84"))
    assert layer.frame.geometry.notna().tolist() == [True, False, False]
    assert [(f.code, f.row) for f in layer.findings] == [("unreadable_place", 3)]
    shifted = read_table(path, ReadOptions(crs="GCJ-02")).frame.geometry.iloc[0]
    assert 0.003 < 116.35 - shifted.x < 0.01


def test_exchanged_axes_are_refused(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("楼号,经度,纬度\n1,40.0,116.35\n", encoding="utf-8")
    assert "x and y are exchanged" in str(refused(path, crs="EPSG:4326"))


def test_metres_with_zone_number_suggest_their_crs(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("楼号,x,y\n1,39444000,4429000\n", encoding="utf-8")
    assert refused(path).question.choices == ("EPSG:4527",)
    at = read_table(path, ReadOptions(crs="EPSG:4527")).frame.geometry.iloc[0]
    assert (at.x, at.y) == (pytest.approx(116.35, abs=0.02), pytest.approx(40.0, abs=0.02))


def test_mapping_of_places_to_no_column_is_refused(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("楼号,东,北\n1,116.35,40\n", encoding="utf-8")
    assert "no column E" in str(refused(path, crs="wgs84", mapping={"lon": "E", "lat": "北"}))
    layer = read_table(path, ReadOptions(crs="wgs84", mapping={"lon": "东", "lat": "北"}))
    assert clean("buildings", layer).frame.geometry.iloc[0].x == 116.35


def test_columns_of_wkt(tmp_path):
    path = tmp_path / "b.csv"
    path.write_text('楼号;wkt\n1;"POINT (116 40)"\n2;nonsense\n', encoding="utf-8")
    layer = read_table(path, ReadOptions(crs="wgs84"))
    assert layer.frame.geometry.notna().tolist() == [True, False]
    assert layer.findings[0].row == 2


def test_table_without_places_says_which_columns_there_are(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    error = refused(path, places="required")
    assert error.question.option == "map"
    assert error.question.choices == ("a", "b")
    assert "lon=" in str(error)


def test_broken_and_hostile_workbooks_are_refused(tmp_path, refused, monkeypatch):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    refused(broken)
    hollow = tmp_path / "hollow.xlsx"
    with zipfile.ZipFile(hollow, "w") as archive:
        archive.writestr("a.txt", "x")
    refused(hollow)
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"a" * (2 << 20)))
    monkeypatch.setattr("geodata.read.sheet.MAX_TEXT_FILE_BYTES", 1 << 20)
    assert "more than 1 MB" in str(refused(bomb))


def test_too_many_rows_and_columns_are_refused(tmp_path, refused):
    path = tmp_path / "b.csv"
    path.write_text("a,b\n" + "1,2\n" * 20, encoding="utf-8")
    assert "more than 10 rows" in str(refused(path, max_rows=10))
    wide = tmp_path / "w.csv"
    wide.write_text(",".join(map(str, range(301))) + "\n", encoding="utf-8")
    assert "301 columns" in str(refused(wide))


def test_empty_files_are_refused_or_empty(tmp_path, refused):
    for name in (
        "a.csv",
        "a.json",
        "a.kml",
        "a.dxf",
        "a.gpkg",
        "a.shp",
        "a.zip",
        "a.xlsx",
        "a.dbf",
    ):
        path = tmp_path / name
        path.touch()
        assert name in str(refused(path, places="required"))


def test_duplicate_headers_are_told_apart(tmp_path):
    path = tmp_path / "b.csv"
    path.write_text("楼号,户数,户数\n1,2,3\n", encoding="utf-8")
    (info,) = list_layers(path)
    assert info.fields == ["楼号", "户数", "户数 (2)"]
