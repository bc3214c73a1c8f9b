"""The clock of issues, against a slow oracle and against what the calendar says."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models import RegionClass, TimeLimit, TimeUnit
from app.services.issues.clock import USUAL_WEEK, WorkingTime, fitting_limit, has_notice
from app.services.issues.clock.national import national_day, national_days
from app.services.issues.clock.reading import Reading, extended, resumed, started, stopped
from geodata.errors import InputRefused
from tests.unit.clock_oracle import DAY, ZONE, MinuteClock, random_days, random_week

HOURS, WORK, DAYS = TimeUnit.HOURS, TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS
OFFICE = WorkingTime(USUAL_WEEK, ZONE, {}, national_day)
FIRST = dt.date(2026, 1, 1)
SPAN = 150


def clock(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def make_world(luck: random.Random) -> tuple[WorkingTime, MinuteClock]:
    """Make up a calendar, for the clock and for the oracle."""
    week = random_week(luck)
    special, national = random_days(luck, FIRST, SPAN), random_days(luck, FIRST, SPAN)
    oracle = MinuteClock(week, special, national, FIRST, SPAN)
    return WorkingTime(week, ZONE, special, national.get), oracle


def test_the_clock_agrees_with_the_oracle_on_ten_thousand_cases() -> None:
    luck = random.Random(20261122)
    asked = 0
    for _ in range(20):
        time, oracle = make_world(luck)
        worked = sum(oracle.worked[: 1440 * 100])
        for _ in range(500):
            start = oracle.first + dt.timedelta(minutes=luck.randrange(1440 * 30))
            asked += 1
            match luck.choice((HOURS, WORK, DAYS)):
                case TimeUnit.WORKING_HOURS:
                    minutes = luck.randrange(1, min(3000, worked // 3))
                    expected = oracle.after_minutes(start, minutes)
                    assert time.add(start, minutes / 60, WORK) == expected
                    assert time.seconds_between(start, expected) == 60 * minutes
                case TimeUnit.WORKING_DAYS:
                    days = luck.randint(1, min(12, sum(oracle.works[:100]) // 2))
                    assert time.add(start, days, DAYS) == oracle.after_days(start, days)
                case TimeUnit.HOURS:
                    hours = luck.randint(1, 400)
                    end = start + dt.timedelta(hours=hours)
                    assert time.add(start, hours, HOURS) == end
                    counted = oracle.minutes_between(start, end)
                    assert time.seconds_between(start, end) == 60 * counted
    assert asked == 10_000


moments = st.integers(0, 2 * 365 * 86_400).map(
    lambda second: clock("2025-06-01 00:00") + dt.timedelta(seconds=second)
)
work_s = st.integers(1, 400 * 3600)


@settings(deadline=None)
@given(moments, work_s)
def test_so_much_work_later_so_much_work_lies_between(start: dt.datetime, seconds: int) -> None:
    end = OFFICE.after(start, seconds, WORK)
    assert OFFICE.seconds_between(start, end) == seconds
    # The earliest such moment: a second before, less had been worked.
    assert OFFICE.seconds_between(start, end - dt.timedelta(seconds=1)) == seconds - 1


@settings(deadline=None)
@given(moments, moments, moments)
def test_time_adds_up(one: dt.datetime, other: dt.datetime, third: dt.datetime) -> None:
    between = OFFICE.seconds_between
    assert between(one, other) + between(other, third) == between(one, third)
    assert between(one, other) == -between(other, one)


@settings(deadline=None)
@given(moments, work_s, st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 900_000))))
def test_standing_still_costs_nothing(
    start: dt.datetime, seconds: int, waits: list[tuple[int, int]]
) -> None:
    """However often it is suspended, the handler has the time that was given, and no more."""
    reading = started(OFFICE, start, seconds / 3600, WORK)
    now, used = start, 0
    for run_s, stand_s in waits:
        then = now + dt.timedelta(seconds=run_s)
        used += OFFICE.seconds_between(now, then)
        reading = stopped(OFFICE, reading, then)
        assert reading.left_s == max(0, seconds - used)
        assert (reading.due_at, reading.warn_at) == (None, None)
        used = min(used, seconds)
        now = then + dt.timedelta(seconds=stand_s)
        reading = resumed(OFFICE, reading, now)
    assert reading.due_at is not None
    assert OFFICE.seconds_between(now, reading.due_at) == seconds - used
    assert reading.allowed_s == seconds


@settings(deadline=None)
@given(moments, work_s)
def test_the_light_turns_yellow_at_four_fifths(start: dt.datetime, seconds: int) -> None:
    reading = started(OFFICE, start, seconds / 3600, WORK)
    assert reading.warn_at is not None
    assert OFFICE.seconds_between(start, reading.warn_at) == round(0.8 * seconds)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-03-11 09:00", 2, WORK, "2026-03-11 11:00"),
        ("2026-03-11 11:00", 2, WORK, "2026-03-11 14:30"),  # Over lunch.
        ("2026-03-13 16:30", 2, WORK, "2026-03-16 09:30"),  # Over a weekend.
        ("2026-03-11 16:30", 1, WORK, "2026-03-11 17:30"),  # To the last minute, not to the next.
        ("2026-03-14 12:00", 1, WORK, "2026-03-16 09:30"),  # Reported on a Saturday.
        ("2026-03-11 09:00", 1, DAYS, "2026-03-12 17:30"),  # The day of the start counts for none.
        ("2026-03-14 12:00", 1, DAYS, "2026-03-16 17:30"),
        ("2026-02-13 16:00", 2, WORK, "2026-02-14 09:00"),  # A Saturday worked in exchange 调休.
        ("2026-02-14 16:00", 2, WORK, "2026-02-24 09:00"),  # Over the Spring Festival.
        ("2026-09-30 09:00", 3, DAYS, "2026-10-10 17:30"),  # National Day; the 10th is worked.
        ("2026-02-16 20:00", 24, HOURS, "2026-02-17 20:00"),  # Around the clock, festival or not.
    ],
)
def test_real_days(start: str, amount: float, unit: TimeUnit, due: str) -> None:
    assert OFFICE.add(clock(start), amount, unit) == clock(due)


def test_the_community_knows_better_than_the_nation() -> None:
    temple_fair, typhoon = dt.date(2026, 2, 17), dt.date(2026, 3, 11)
    own = replace(OFFICE, special={temple_fair: True, typhoon: False})
    assert own.add(clock("2026-02-16 12:00"), 1, WORK) == clock("2026-02-17 09:30")
    assert own.add(clock("2026-03-10 17:00"), 1, WORK) == clock("2026-03-12 09:00")


def test_an_overdue_clock_has_nothing_left() -> None:
    reading = started(OFFICE, clock("2026-03-11 09:00"), 1, WORK)
    waiting = stopped(OFFICE, reading, clock("2026-03-11 15:00"))
    assert waiting.left_s == 0
    again = clock("2026-03-12 09:00")
    assert resumed(OFFICE, waiting, again).due_at == again


def test_more_time_moves_the_light_back() -> None:
    reading = started(OFFICE, clock("2026-03-11 08:30"), 4, WORK)  # Due at 14:00.
    late = clock("2026-03-11 16:30")
    longer = extended(OFFICE, reading, clock("2026-03-13 17:30"), late)
    assert longer.allowed_s == 3 * 7.5 * 3600
    assert longer.due_at == clock("2026-03-13 17:30")
    assert longer.warn_at is not None
    assert late < longer.warn_at < longer.due_at


def test_warned_at_once_where_four_fifths_are_gone() -> None:
    reading = started(OFFICE, clock("2026-03-11 08:30"), 8, WORK)
    late = clock("2026-03-11 17:00")
    longer = extended(OFFICE, reading, clock("2026-03-12 09:00"), late)
    assert longer.warn_at == late


def test_a_place_where_nobody_works_is_refused() -> None:
    never = WorkingTime(((),) * 7, ZONE)
    with pytest.raises(InputRefused, match="would never come"):
        never.add(clock("2026-03-11 09:00"), 1, DAYS)
    with pytest.raises(InputRefused):
        never.add(clock("2026-03-11 09:00"), 1, WORK)


def test_summer_time_counts_hours_that_pass() -> None:
    """On the night when clocks go forward, two to three o'clock does not happen."""
    berlin = ZoneInfo("Europe/Berlin")
    night = WorkingTime((((dt.time(0), dt.time(6)),),) * 7, berlin)
    start = dt.datetime(2026, 3, 29, 0, 0, tzinfo=berlin)
    assert night.seconds_between(start, start + DAY) == 5 * 3600


def test_the_national_calendar() -> None:
    assert national_day(dt.date(2026, 10, 1)) is False
    assert national_day(dt.date(2026, 10, 10)) is True
    assert national_day(dt.date(2026, 11, 22)) is None
    assert (dt.date(2026, 2, 17), False, "春节") in national_days(2026)
    assert has_notice(2026)
    assert not has_notice(2032)


def test_the_most_exact_limit_holds() -> None:
    def limit(amount: float, condition: str = "", region: RegionClass | None = None) -> TimeLimit:
        return TimeLimit(amount=amount, condition=condition, region=region, unit=WORK)

    plain, core = limit(8), limit(4, region=RegionClass.CORE)
    spill, spill_core = limit(2, "外溢"), limit(1, "外溢", RegionClass.CORE)
    limits = [plain, core, spill, spill_core]
    assert fitting_limit(limits, "", RegionClass.GENERAL) is plain
    assert fitting_limit(limits, "", RegionClass.CORE) is core
    assert fitting_limit(limits, "外溢", RegionClass.OUTER) is spill
    assert fitting_limit(limits, "外溢", RegionClass.CORE) is spill_core
    assert fitting_limit(limits, "别的", RegionClass.CORE) is core
    assert fitting_limit([spill], "", RegionClass.CORE) is None


def test_a_clock_that_stands_stays_as_it_is() -> None:
    standing = Reading(WORK, 3600, left_s=1800)
    assert stopped(OFFICE, standing, clock("2026-03-11 09:00")) == standing
    running = resumed(OFFICE, standing, clock("2026-03-11 09:00"))
    assert resumed(OFFICE, running, clock("2026-03-11 10:00")) == running
