from __future__ import annotations

import pytest

from geodata.errors import InputRefused
from geodata.schema import SUBJECTS, frame_columns, match_columns, places_of

CASES = {
    "buildings": {
        "number": ["楼号", "幢号", "栋号", "楼栋号", "门牌号", "LOUHAO", "楼  号", "楼号（必填）"],
        "address": ["地址", "详细地址", "坐落", "Address", "dizhi"],
        "levels": ["层数", "层数（层）", "building:levels", "Floors", "cengshu"],
        "entrance_count": ["单元数", "单元", "entrance_count"],
        "households": ["户数", "总户数(户)", "households", "hushu"],
        "population": ["人口", "人数", "常住人口", "renkou"],
    },
    "members": {
        "name": ["姓名", "Name"],
        "phone": ["电话", "手机", "手机号码", "联系电话"],
        "cell_code": ["网格编码", "所属网格"],
        "organisation": ["党组织", "所属党组织"],
        "branch": ["党支部", "所属支部"],
        "group": ["党小组"],
    },
    "cells": {"code": ["网格编码", "网格编号", "grid_code"], "name": ["网格名称", "网格名"]},
    "issues": {"reported_at": ["上报时间", "created_date"], "source_ref": ["工单号", "unique_key"]},
}


@pytest.mark.parametrize(
    ("subject", "field", "header"),
    [(s, f, h) for s, fields in CASES.items() for f, headers in fields.items() for h in headers],
)
def test_headers_are_understood(subject, field, header):
    assert match_columns(subject, ["随便", header]) == {field: header}


def test_best_header_wins_and_a_column_serves_one_field():
    assert match_columns("cells", ["编号", "网格编码"]) == {"code": "网格编码"}
    assert match_columns("buildings", ["编号", "楼号"]) == {"key": "编号", "number": "楼号"}


def test_mapping_wins_over_headers():
    columns = ["楼号", "新楼号"]
    assert match_columns("buildings", columns, {"number": "新楼号"}) == {"number": "新楼号"}


def test_wrong_mapping_names_the_choices():
    with pytest.raises(InputRefused, match="Fields are: key, number"):
        match_columns("buildings", ["a"], {"colour": "a"})
    with pytest.raises(InputRefused, match="Columns are: a, b") as caught:
        match_columns("buildings", ["a", "b"], {"number": "c"})
    assert caught.value.question.option == "map"
    assert caught.value.question.choices == ("a", "b")


def test_mapping_of_places_is_for_reading():
    assert match_columns("buildings", ["a"], {"lon": "x", "lat": "y"}) == {}


def test_every_subject_says_where_it_lies_and_what_it_holds():
    assert set(SUBJECTS) >= {"boundary", "buildings", "ledger", "members", "issues", "cells"}
    assert places_of("ledger") == places_of("members") == "ignored"
    assert places_of("issues") == "optional"
    assert places_of("buildings") == "required"
    assert "osm_type" not in frame_columns("buildings")
