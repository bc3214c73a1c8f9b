from __future__ import annotations

import numpy as np
import pytest

from patrol.track import clean_track, match_track, passed_stops
from tests.unit.patrol.grounds import at, house, network
from tests.unit.patrol.track.tracks import START_S, fixes, walk

NET = network([(0, 0), (200, 0)], [(200, 0), (200, 100), (0, 100)])
WALKED = match_track(NET, clean_track(fixes(walk((0, 0), (200, 0))), NET))


def test_stops_beside_the_lane_are_passed_and_dated_by_the_nearest_moment():
    passed = passed_stops(NET, WALKED, at((50, 10), (150, -20), (50, 40)))
    assert passed.passed.tolist() == [True, True, False]
    assert passed.distance_m[:2] == pytest.approx([10, 20], abs=0.5)
    assert passed.at_s[:2] - START_S == pytest.approx([50, 150], abs=12)
    assert np.isnan(passed.at_s[2])


def test_a_stop_behind_another_building_is_not_passed():
    net = network([(0, 0), (200, 0)], [(200, 0), (200, 40), (0, 40)])
    walked = match_track(net, clean_track(fixes(walk((0, 0), (180, 0))), net))
    wall = np.array([house(20, 5, 80, 12)])
    assert passed_stops(net, walked, at((50, 20))).passed.tolist() == [True]
    assert passed_stops(net, walked, at((50, 20)), wall).passed.tolist() == [False]


def test_a_stop_that_buildings_hide_from_every_lane_is_passed_at_its_place():
    wall = np.array([house(20, 5, 80, 12)])
    assert passed_stops(NET, WALKED, at((50, 20)), wall).passed.tolist() == [True]


def test_a_building_is_measured_from_its_wall():
    wall = np.array([house(20, 20, 80, 60)])
    assert passed_stops(NET, WALKED, at((50, 40)), wall).passed.tolist() == [True]


def test_nothing_is_passed_where_nothing_was_walked():
    none = match_track(NET, clean_track(fixes(walk((5000, 0), (5100, 0))), NET))
    assert passed_stops(NET, none, at((50, 10))).passed.tolist() == [False]
