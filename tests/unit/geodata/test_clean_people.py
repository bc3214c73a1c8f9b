"""Members and issues."""

from __future__ import annotations

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.clean import CleanOptions, clean
from geodata.errors import InputRefused
from geodata.limits import MAX_FINDINGS_PER_CODE
from geodata.read import ReadOptions, read_table


def found(cleaned, code):
    return [finding for finding in cleaned.findings if finding.code == code]


def test_members_of_a_chinese_sheet():
    raw = pd.DataFrame(
        {
            "姓名": ["甲一", "乙二", None],
            "联系电话": [13800000001.0, "138-0000-000", None],
            "政治面貌": ["中共党员", "群众", None],
            "党支部": ["第一支部", None, None],
            "党小组": ["三组", None, None],
            "职务": ["网格长", "吹哨人", None],
            "包联楼栋": ["41号楼", None, None],
            "入党时间": ["2001年7月1日", "2010.05", None],
        }
    )
    cleaned = clean("members", raw)
    first = cleaned.frame.iloc[0]
    assert (first["phone"], first["role"], first["building_number"]) == (
        "13800000001",
        "cell_leader",
        "41",
    )
    assert first["organisation"] == "第一支部/三组"
    assert first["joined_on"] == dt.date(2001, 7, 1)
    assert cleaned.frame["joined_on"].iloc[1] == dt.date(2010, 5, 1)
    assert cleaned.frame["is_member"].tolist() == [True, False]
    assert [f.row for f in found(cleaned, "unknown_role")] == [2]
    (phone,) = found(cleaned, "bad_phone")
    assert "138" not in str(phone)
    assert [f.row for f in found(cleaned, "missing_name")] == [3]


def test_members_without_names_are_refused():
    with pytest.raises(InputRefused, match="--map name") as caught:
        clean("members", pd.DataFrame({"甲": ["x"]}))
    assert caught.value.question.field == "name"


def issues(**columns):
    count = len(next(iter(columns.values())))
    columns.setdefault("标题", ["路灯不亮"] * count)
    shapes = columns.pop("shapes", [None] * count)
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=4326), crs=4326)


def test_naive_times_are_of_the_declared_zone():
    raw = issues(
        编号=["1", "2", "3"],
        上报时间=["2026-11-22 18:30", "2026/11/22 18:30+00:00", "二月"],
        结案时间=[None, "2026-11-21", None],
    )
    cleaned = clean("issues", raw)
    at = cleaned.frame["reported_at"]
    assert at.iloc[0] == pd.Timestamp("2026-11-22 10:30", tz="UTC")
    assert at.iloc[1] == pd.Timestamp("2026-11-22 18:30", tz="UTC")
    assert [(f.row, f.column) for f in found(cleaned, "bad_moment")] == [(3, "上报时间")]
    assert [f.row for f in found(cleaned, "unread_time")] == [3]
    assert cleaned.left_out == {3}
    assert [f.row for f in found(cleaned, "closed_before_reported")] == [2]
    assert cleaned.frame["closed_at"].isna().all()
    assert cleaned.frame["status"].tolist() == ["open", "closed"]
    naive = found(cleaned, "time_without_zone")
    assert [(f.column, f.params["count"], f.params["zone"]) for f in naive] == [
        ("上报时间", 1, "Asia/Shanghai"),
        ("结案时间", 1, "Asia/Shanghai"),
    ]
    kolkata = clean("issues", raw, options=CleanOptions(timezone="Asia/Kolkata")).frame
    assert kolkata["reported_at"].iloc[0] == pd.Timestamp("2026-11-22 13:00", tz="UTC")
    with pytest.raises(InputRefused, match="no time zone"):
        clean("issues", raw, options=CleanOptions(timezone="Mars/Olympus"))


def test_doubtful_places_are_taken_away_and_the_issue_kept():
    raw = issues(
        编号=list("1234"),
        shapes=[
            shapely.Point(116, 40),
            shapely.Point(0, 0),
            None,
            shapely.Point(1160, 40),
        ],
    )
    cleaned = clean("issues", raw)
    assert cleaned.frame.geometry.notna().tolist() == [True, False, False, False]
    assert cleaned.frame["place_doubt"].tolist() == [None, "zero", "none", "none"]
    assert [f.row for f in found(cleaned, "null_island")] == [2]
    assert [f.row for f in found(cleaned, "missing_place")] == [3]
    assert [f.row for f in found(cleaned, "off_globe")] == [4]


def test_descriptions_keep_their_lines():
    """A report of several paragraphs stays one; a title has no lines to keep."""
    told = "\n  door is stuck \r\n\r\nsince  Monday\n"
    raw = issues(描述=[told], 标题=["a\nb"], 上报时间=["2026-11-22 18:30"])
    row = clean("issues", raw).frame.iloc[0]
    assert row["description"] == "door is stuck\n\nsince Monday"
    assert row["title"] == "a b"


def test_table_of_issues_without_any_place():
    raw = pd.DataFrame({"编号": ["1", "1"], "状态": ["已办结", None], "类别": ["停车", "停车"]})
    cleaned = clean("issues", raw)
    assert cleaned.frame["status"].tolist() == ["closed"]
    assert [f.row for f in found(cleaned, "duplicate")] == [2]
    assert cleaned.left_out == {2}


def test_rows_that_say_nothing_are_left_out():
    cleaned = clean("issues", issues(编号=["1", "2"], 标题=["井盖缺失", "-"]))
    assert [f.row for f in found(cleaned, "missing_words")] == [2]
    assert cleaned.left_out == {2}
    with pytest.raises(InputRefused, match="--map title") as caught:
        clean("issues", pd.DataFrame({"编号": ["1"]}))
    assert caught.value.question.field == "title"


def test_what_lies_ahead_of_the_clock_is_found():
    raw = issues(
        编号=["1", "2", "3"],
        上报时间=["2026-11-22 10:00", "2026-11-23 10:00", "2026-11-22 10:05"],
        结案时间=["2027-01-01", None, None],
    )
    now = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)  # 10:00 in Shanghai.
    cleaned = clean("issues", raw, options=CleanOptions(at=now))
    assert [f.row for f in found(cleaned, "future_time")] == [2]
    assert [f.row for f in found(cleaned, "closed_in_future")] == [1]
    assert cleaned.frame["source_ref"].tolist() == ["1", "3"]
    assert cleaned.frame["status"].tolist() == ["closed", "open"]
    assert cleaned.frame["closed_at"].isna().all()


def test_a_title_that_is_a_story_becomes_one():
    story = "楼道灯不亮" * 40
    cleaned = clean("issues", issues(编号=["1", "2"], 标题=[story, "短"], 描述=["三单元", None]))
    first = cleaned.frame.iloc[0]
    assert first["title"] == story[:119] + "…"
    assert first["description"] == f"{story}\n三单元"
    assert cleaned.frame["title"].iloc[1] == "短"


def test_point_on_which_a_crowd_of_issues_lies_is_told():
    shapes = [shapely.Point(116, 40)] * 60 + [
        shapely.Point(116 + n / 1e4, 40) for n in range(1, 41)
    ]
    cleaned = clean("issues", issues(编号=[str(n) for n in range(100)], shapes=shapes))
    (crowd,) = found(cleaned, "crowded_point")
    assert crowd.params["count"] == 60
    assert crowd.place.equals(shapely.Point(116, 40))


def test_ten_thousand_real_requests(shared_data):
    path = shared_data / "issues" / "sf311_sample_raw.csv.gz"
    cleaned = clean("issues", read_table(path, ReadOptions(crs="wgs84")))
    assert len(cleaned.frame) == 10_000
    assert cleaned.frame.geometry.isna().sum() == 4_264
    assert len(found(cleaned, "null_island")) == MAX_FINDINGS_PER_CODE
    assert {"count": 4_264 - MAX_FINDINGS_PER_CODE, "code": "null_island"} in [
        f.params for f in found(cleaned, "more_findings")
    ]
    first = cleaned.frame.iloc[0]
    assert (first["source_ref"], first["title"], first["status"]) == ("6078653", "Odor", "closed")
    assert first["reported_at"] == pd.Timestamp("2016-07-13 15:11:07", tz="UTC")
