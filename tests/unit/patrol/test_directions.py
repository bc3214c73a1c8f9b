"""A walk is told as turns along named lanes, with the stops where they are reached."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from patrol.directions import Lanes, Way, tell_turns

EAST_STREET = LineString([(0, 0), (200, 0)])
NORTH_LANE = LineString([(100, 0), (100, 150)])
LANES = Lanes(
    np.array([EAST_STREET, NORTH_LANE], dtype=object), ["东街", "北巷"], ["residential", "footway"]
)
CORNER = LineString([(0, 0), (100, 0), (100, 150)])


def test_turns_at_the_corner_into_the_named_lane() -> None:
    first, second = tell_turns(CORNER, [250.0], LANES)
    assert (first.way, first.lane, first.length_m, first.stop) == (Way.SET_OUT, "东街", 100, None)
    assert (second.way, second.lane, second.length_m, second.stop) == (Way.LEFT, "北巷", 150, 0)


def test_a_stop_on_the_way_divides_the_line() -> None:
    lines = tell_turns(CORNER, [40.0, 100.0], LANES)
    assert [(line.length_m, line.stop) for line in lines] == [(40, 0), (60, 1), (150, None)]
    assert [line.way for line in lines] == [Way.SET_OUT, Way.STRAIGHT, Way.LEFT]


def test_two_doors_at_one_place_are_both_told() -> None:
    lines = tell_turns(CORNER, [0.0, 60.0, 60.0], LANES)
    assert [line.stop for line in lines if line.stop is not None] == [0, 1, 2]
    assert sum(line.length_m for line in lines) == pytest.approx(CORNER.length)


def test_walking_back_is_told_as_turning_round() -> None:
    there_and_back = LineString([(100, 0), (100, 150), (100, 0), (200, 0)])
    out, back, on = tell_turns(there_and_back, [150.0], LANES)
    assert (out.lane, out.stop) == ("北巷", 0)
    assert (back.way, back.lane, back.length_m) == (Way.BACK, "北巷", 150)
    assert (on.way, on.lane) == (Way.LEFT, "东街")


def test_a_walk_that_goes_nowhere_still_names_its_stops() -> None:
    assert [line.stop for line in tell_turns(LineString(), [0.0, 0.0], LANES)] == [0, 1]
    assert tell_turns(LineString(), [], LANES) == []


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12),
    st.lists(st.floats(0, 1), max_size=6),
)
def test_lines_add_up_to_the_walk(corners: list[tuple[int, int]], shares: list[float]) -> None:
    """Whatever the walk: all stops are told in order, and no metre is lost or doubled."""
    line = LineString([(x * 30, y * 30) for x, y in corners])
    stops_m = sorted(share * line.length for share in shares)
    told = tell_turns(line, stops_m, LANES)
    assert sum(turn.length_m for turn in told) == pytest.approx(line.length, abs=1e-6)
    assert [turn.stop for turn in told if turn.stop is not None] == list(range(len(stops_m)))
