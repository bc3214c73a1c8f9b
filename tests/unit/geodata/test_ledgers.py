"""Ledgers of people as they are really kept."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geodata.clean import clean
from geodata.clean.several import people_in
from geodata.clean.spots import Spot, read_spots
from geodata.read import ReadOptions, read_table


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (("3", None, None), ["3//"]),
        (("3、5、7号楼", None, None), ["3//", "5//", "7//"]),
        (("3号楼、5号楼", None, None), ["3//", "5//"]),
        (("3楼 5楼", None, None), ["3//", "5//"]),
        (("3-5号楼", None, None), ["3//", "4//", "5//"]),
        (("1～3栋", None, None), ["1//", "2//", "3//"]),
        (("3-5", None, None), ["3-5//"]),
        (("3＃楼2单元", None, None), ["3/2单元/"]),
        (("3号楼2单元301室", None, None), ["3/2单元/301"]),
        (("3-2-301", None, None), ["3/2/301"]),
        (("41幢", "1-3单元", None), ["41/1单元/", "41/2单元/", "41/3单元/"]),
        (("41", "1、2单元", "301"), ["41/1单元/301", "41/2单元/301"]),
        (("静淑苑 3号楼", None, None), ["静淑苑 3//"]),
        ((None, "2", None), ["/2/"]),
        ((None, None, None), ["//"]),
        (("1-900号楼", None, None), ["1-900//"]),
    ],
)
def test_places_of_a_row(cells: tuple[str | None, str | None, str | None], places: list[str]):
    """Lists and ranges are taken apart; a number with a dash alone stays one building."""
    found = ["/".join(part or "" for part in vars(spot).values()) for spot in read_spots(*cells)]
    assert found == places


def test_too_many_places_are_left_as_they_stand():
    assert len(read_spots("1-50号楼", None, None)) == 50
    assert read_spots("1-50号楼", "1-9单元", None) == [Spot("1-50号楼", "1-9单元")]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("张三", ["张三"]),
        ("张 三", ["张三"]),
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三（组长）\n李四", ["张三", "李四"]),
        ("Mary Ann", ["Mary Ann"]),
        ("", []),
        (None, []),
    ],
)
def test_people_of_a_cell(cell: str | None, names: list[str]):
    assert people_in(cell) == names


def test_roles_as_columns_become_people():
    """A line a building, a column a role, each with the number beside it."""
    raw = pd.DataFrame(
        [
            ["1号楼", "张三", "138 0000 0001", "李四、王五", "13800000002/13800000003", "一支部"],
            ["2号楼", "空缺", None, "赵六", None, "一支部"],
            ["3、4号楼", None, None, "钱 七", "1380000", None],
        ],
        columns=["责任楼栋", "楼长", "联系电话", "包联党员姓名", "联系电话_2", "党支部"],
    )
    cleaned = clean("members", raw)
    rows = cleaned.frame[["name", "role", "building_number", "phone", "source_row"]]
    assert [tuple(row) for row in rows.itertuples(index=False)] == [
        ("张三", "building_lead", "1", "13800000001", 1),
        ("李四", "member_contact", "1", "13800000002", 1),
        ("王五", "member_contact", "1", "13800000003", 1),
        ("赵六", "member_contact", "2", None, 2),
        ("钱七", "member_contact", "3", "1380000", 3),
        ("钱七", "member_contact", "4", "1380000", 3),
    ]
    assert cleaned.frame["organisation"].tolist() == [*["一支部"] * 4, None, None]


def test_numbers_that_fit_no_names_are_left_out_and_found():
    raw = pd.DataFrame({"姓名": ["甲一", "乙二、丙三"], "电话": ["", "13800000001"]})
    cleaned = clean("members", raw)
    assert cleaned.frame["phone"].tolist() == [None, None, None]
    assert [(f.code, f.row) for f in cleaned.findings] == [("phones_unclear", 2)]


@pytest.mark.parametrize("joined", ["1998.7.1", "1998年7月", "1998/7/1", "199807", "1998-07"])
def test_days_of_joining(joined: str):
    cleaned = clean("members", pd.DataFrame({"姓名": ["甲一"], "入党时间": [joined]}))
    assert cleaned.frame["joined_on"].iloc[0].isoformat() == "1998-07-01"
    assert cleaned.findings == []


def test_a_header_of_two_rows_is_one_header(tmp_path: Path):
    """Headings merged downwards stand beside sub-headings; the lower row says more."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("序号", "姓名", "责任", None),
        (None, None, "责任楼栋", "职务"),
        (1, "甲一", "1号楼", "楼长"),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:B2")
    sheet.merge_cells("C1:D1")
    book.save(tmp_path / "台账.xlsx")
    cleaned = clean("members", read_table(tmp_path / "台账.xlsx", ReadOptions(places="ignored")))
    found = cleaned.frame[["name", "building_number", "role"]]
    assert [tuple(row) for row in found.itertuples(index=False)] == [("甲一", "1", "building_lead")]


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path):
    """A title over the header, a cell merged over three rows, a sum at the end."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("某社区党员包联楼栋台账", None, None, None),
        ("序号", "责任楼栋", "姓名", "职务"),
        (1, "1号楼", "甲一", "楼长"),
        (2, None, "乙二", "包联党员"),
        (3, None, "丙三", "包联党员"),
        (4, None, "丁四", "包联党员"),
        ("合计", None, "合计4人", None),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B3:B5")
    book.save(tmp_path / "台账.xlsx")
    cleaned = clean("members", read_table(tmp_path / "台账.xlsx", ReadOptions(places="ignored")))
    assert cleaned.frame["building_number"].tolist() == ["1", "1", "1", None]
    assert cleaned.frame["name"].tolist() == ["甲一", "乙二", "丙三", "丁四"]
