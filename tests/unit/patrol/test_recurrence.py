"""Days that come again, and the hours of their shifts."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from geodata.errors import InputRefused
from patrol.calendar import Recurrence, read_recurrence, slots

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = [("18:30", "19:30")]
TWO_SHIFTS = [("13:30", "16:00"), ("07:30", "11:00")]
START = dt.date(2026, 1, 1)


def days(recurrence: Recurrence, first: str, last: str) -> list[str]:
    found = recurrence.days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    return [f"{day:%m-%d}" for day in found]


def test_daily_at_half_past_six_is_that_on_the_clock_of_the_place() -> None:
    daily = read_recurrence("FREQ=DAILY", EVENING, START)
    first, second = slots(daily, dt.date(2026, 11, 22), dt.date(2026, 11, 23), SHANGHAI)
    assert first.starts_at == dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC)
    assert (second.starts_at - first.starts_at, first.ends_at - first.starts_at) == (
        dt.timedelta(days=1),
        dt.timedelta(hours=1),
    )
    assert [slot.on.day for slot in (first, second)] == [22, 23]


def test_wednesdays_and_the_fifteenth() -> None:
    wednesdays = read_recurrence("FREQ=WEEKLY;BYDAY=WE", EVENING, START)
    assert days(wednesdays, "2026-11-16", "2026-11-30") == ["11-18", "11-25"]
    fifteenth = read_recurrence("FREQ=MONTHLY;BYMONTHDAY=15", EVENING, START)
    assert days(fifteenth, "2026-10-16", "2027-01-15") == ["11-15", "12-15", "01-15"]


def test_every_second_week_is_counted_from_the_first() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    odd = read_recurrence(rule, EVENING, dt.date(2026, 11, 2))
    even = read_recurrence(rule, EVENING, dt.date(2026, 11, 9))
    assert days(odd, "2026-11-01", "2026-11-30") == ["11-02", "11-16", "11-30"]
    assert days(even, "2026-11-01", "2026-11-30") == ["11-09", "11-23"]


def test_the_thirty_first_is_left_out_where_there_is_none() -> None:
    last = read_recurrence("FREQ=MONTHLY;BYMONTHDAY=31", EVENING, START)
    assert days(last, "2026-01-01", "2026-04-30") == ["01-31", "03-31"]


def test_fire_season_comes_every_year() -> None:
    season = read_recurrence("FREQ=DAILY", EVENING, START, season=("03-15", "06-15"))
    for year in (2026, 2027):
        found = days(season, f"{year}-01-01", f"{year}-12-31")
        assert (found[0], found[-1], len(found)) == ("03-15", "06-15", 93)
    winter = read_recurrence("FREQ=DAILY", EVENING, START, season=("11-01", "02-28"))
    found = days(winter, "2026-10-30", "2027-03-02")
    assert (found[0], found[-1], len(found)) == ("11-01", "02-28", 120)


def test_two_shifts_a_day_come_in_order() -> None:
    two = read_recurrence("FREQ=DAILY", TWO_SHIFTS, START, until=dt.date(2026, 11, 22))
    found = list(slots(two, dt.date(2026, 11, 22), dt.date(2026, 11, 23), SHANGHAI))
    assert [f"{slot.starts_at.astimezone(SHANGHAI):%H:%M}" for slot in found] == ["07:30", "13:30"]


def test_a_night_shift_ends_on_the_next_day() -> None:
    night = read_recurrence("FREQ=DAILY", [("22:00", "01:30")], START)
    (slot,) = slots(night, dt.date(2026, 11, 22), dt.date(2026, 11, 22), SHANGHAI)
    assert slot.ends_at - slot.starts_at == dt.timedelta(hours=3, minutes=30)
    assert slot.on == dt.date(2026, 11, 22)


def test_clocks_that_change_keep_the_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    daily = read_recurrence("FREQ=DAILY", EVENING, START)
    before, after = slots(daily, dt.date(2026, 3, 28), dt.date(2026, 3, 29), berlin)
    assert after.starts_at - before.starts_at == dt.timedelta(hours=23)


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        ("FREQ=SECONDLY", EVENING),
        ("FREQ=DAILY;COUNT=3", EVENING),
        ("FREQ=DAILY;UNTIL=20260101", EVENING),
        ("FREQ=DAILY\nRDATE:20260101T000000", EVENING),
        ("DTSTART:20260101T000000", EVENING),
        ("FREQ=WEEKLY;BYDAY=XX", EVENING),
        ("FREQ=MONTHLY;BYMONTHDAY=44", EVENING),
        ("", EVENING),
        ("FREQ=DAILY", []),
        ("FREQ=DAILY", [("25:00", "26:00")]),
        ("FREQ=DAILY", [("07:30", "11:00"), ("10:00", "12:00")]),
        ("FREQ=DAILY", [("07:30", "11:00"), ("22:00", "08:00")]),
        ("FREQ=DAILY", [("20:00", "06:00"), ("22:00", "23:00")]),
    ],
)
def test_what_makes_no_sense_is_refused(rule: str, times: list[tuple[str, str]]) -> None:
    with pytest.raises(InputRefused):
        read_recurrence(rule, times, START)


@pytest.mark.parametrize("season", [("3-15", "06-15"), ("02-30", "06-15"), ("a", "b")])
def test_days_of_the_year_that_there_are_not(season: tuple[str, str]) -> None:
    with pytest.raises(InputRefused):
        read_recurrence("FREQ=DAILY", EVENING, START, season=season)


def test_long_periods_and_backward_ones_are_refused() -> None:
    daily = read_recurrence("FREQ=DAILY", EVENING, START)
    with pytest.raises(InputRefused, match="too long"):
        daily.days(START, dt.date(2036, 1, 1))
    with pytest.raises(InputRefused, match="before"):
        read_recurrence("FREQ=DAILY", EVENING, START, until=dt.date(2025, 1, 1))
    assert daily.days(dt.date(2026, 2, 1), dt.date(2026, 1, 1)) == []
