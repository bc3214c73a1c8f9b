"""The calendar that phones subscribe to, read again by another's parser and by the RFC's rules."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Calendar

from patrol.calendar import Entry, render_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = dt.datetime(2026, 11, 23, 10, 30, tzinfo=dt.UTC)
SHIFT = Entry(
    uid="patrol-7@410203001001.wangge",
    summary="巡查：第3区域（王一、李二）",
    description="从社区服务中心出发；第一句，第二句；逗号,分号;反斜杠\\\n换行。" * 3,
    place="康乐社区 第3区域",
    starts_at=START,
    ends_at=START + dt.timedelta(hours=1),
    changed_at=START - dt.timedelta(days=2),
    sequence=1,
)


def test_another_parser_reads_what_was_said() -> None:
    calendar = Calendar.from_ical(render_calendar("康乐社区巡查", [SHIFT], SHANGHAI))
    assert calendar["X-WR-CALNAME"] == "康乐社区巡查"
    (event,) = calendar.walk("VEVENT")
    assert str(event["UID"]) == SHIFT.uid
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (SHIFT.summary, SHIFT.description)
    start = event["DTSTART"].dt
    assert (start, f"{start:%H:%M}", event["DTSTART"].params["TZID"]) == (
        START,
        "18:30",
        "Asia/Shanghai",
    )
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 1)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(START.replace(tzinfo=None)) == dt.timedelta(hours=8)


def test_what_is_called_off_is_struck_out() -> None:
    off = Entry(**{**vars(SHIFT), "cancelled": True, "sequence": 2})
    (event,) = Calendar.from_ical(render_calendar("x", [off], SHANGHAI)).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CANCELLED", 2, "TRANSPARENT")


def test_lines_are_as_the_rfc_wants_them() -> None:
    body = render_calendar("康乐社区巡查", [SHIFT], SHANGHAI)
    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # No character is cut in two by folding.


def test_the_same_shift_gives_the_same_bytes() -> None:
    one, two = (render_calendar("x", [SHIFT], SHANGHAI) for _ in range(2))
    assert one == two


def test_no_shifts_make_an_empty_calendar() -> None:
    assert Calendar.from_ical(render_calendar("x", [], SHANGHAI)).walk("VEVENT") == []
