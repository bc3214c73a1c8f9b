from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from geodata.errors import InputRefused
from patrol.track import read_gpx, read_records

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HEAD = (
    '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
)


def gpx(*segments) -> bytes:
    """A file of segments of (lon, lat, time or None)."""
    parts = [
        "".join(
            f'<trkpt lon="{lon}" lat="{lat}">{f"<time>{time}</time>" if time else ""}</trkpt>'
            for lon, lat, time in segment
        )
        for segment in segments
    ]
    body = "".join(f"<trkseg>{part}</trkseg>" for part in parts)
    return f"{HEAD}<trk>{body}</trk></gpx>".encode()


def read(data):
    return read_gpx(data, file="walk.gpx", at=NOW)


def test_segments_are_read_in_the_order_of_time_each_moment_once():
    fixes = read(
        gpx(
            [(116.2, 39.9, "2026-11-22T10:00:10Z"), (116.1, 39.9, "2026-11-22T10:00:00Z")],
            [(116.3, 39.9, "2026-11-22T10:05:00Z"), (116.3, 39.9, "2026-11-22T10:05:00Z")],
        )
    )
    assert fixes.lonlat[:, 0].tolist() == [116.1, 116.2, 116.3]
    assert fixes.segment.tolist() == [0, 0, 1]
    assert fixes.at_s[0] == dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC).timestamp()
    assert fixes.findings == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "walk.gpx is empty."),
        (b"   ", "walk.gpx is empty."),
        (b"PK\x03\x04 no xml", "no GPX file, or it was cut off"),
        (gpx([(116, 39, None)])[:-20], "no GPX file, or it was cut off"),
        (f"{HEAD}</gpx>".encode(), "nothing was recorded"),
        (gpx([]), "nothing was recorded"),
        (gpx([(0, 0, None), (200, 39, None)]), "nothing was recorded"),
        (f'{HEAD}<rte><rtept lon="116" lat="39"/></rte></gpx>'.encode(), "planned route"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><gpx/>', "document type"),
        (f'{HEAD}<trk><trkseg><trkpt lon="a" lat="b"/></trkseg></trk></gpx>'.encode(), "no GPX"),
    ],
)
def test_what_is_no_track_is_refused_with_a_reason(data, said):
    with pytest.raises(InputRefused) as refused:
        read(data)
    assert said in str(refused.value)


def test_too_many_places_are_refused_before_they_hurt(monkeypatch):
    monkeypatch.setattr("patrol.track.gpx.MOST_FIXES", 2)
    with pytest.raises(InputRefused, match="3 places"):
        read(gpx([(116, 39, None)] * 3))


def test_a_track_without_times_is_taken_and_says_that_when_is_unknown():
    fixes = read(gpx([(116.1, 39.9, None), (116.2, 39.9, "2026-11-22T10:00:00Z")]))
    assert not fixes.has_times
    assert np.isnan(fixes.at_s).all()
    assert [finding.code for finding in fixes.findings] == ["track_without_times"]


def test_times_that_have_not_come_are_moved_to_now():
    fixes = read(
        gpx([(116.1, 39.9, "2027-01-01T10:00:00Z"), (116.2, 39.9, "2027-01-01T10:10:00Z")])
    )
    assert fixes.at_s.tolist() == [NOW.timestamp() - 600, NOW.timestamp()]
    assert [finding.code for finding in fixes.findings] == ["track_in_future"]


def test_places_off_the_globe_are_left_out_and_counted():
    fixes = read(gpx([(116.1, 39.9, None), (0, 0, None), (116.2, 95, None)]))
    assert len(fixes) == 1
    assert fixes.findings[0].params == {"count": 2}


def test_records_are_read_by_the_words_that_people_use():
    sheet = pd.DataFrame(
        {
            "楼号": ["3号楼", None, "5号楼"],
            "到点时间": ["2026-11-21 18:35", "2026-11-21 18:40", "晚上"],
            "经度": ["", "", ""],
            "纬度": [None, None, None],
        }
    )
    records = read_records(sheet, zone="Asia/Shanghai")
    assert records.table["name"].tolist() == ["3号楼", "5号楼"]
    assert records.table["at"].iloc[0] == pd.Timestamp("2026-11-21 10:35", tz="UTC")
    assert pd.isna(records.table["at"].iloc[1])
    assert [finding.code for finding in records.findings] == [
        "record_without_place",
        "record_without_time",
    ]


def test_a_sheet_without_stops_or_places_is_refused():
    with pytest.raises(InputRefused, match="点位"):
        read_records(pd.DataFrame({"时间": ["1"]}), zone="Asia/Shanghai")
