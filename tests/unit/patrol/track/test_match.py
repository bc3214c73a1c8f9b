from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.datum import wgs84_to_gcj02
from patrol.track import clean_track, guess_datum, lane_parts, match_track, shifted, stretches_of
from patrol.track.match import Walked
from tests.unit.patrol.grounds import at, network, paths
from tests.unit.patrol.track.tracks import START_S, fixes, walk

CROSS = ([(0, 0), (100, 0), (200, 0)], [(100, -100), (100, 0), (100, 100)])


def matched(net, track) -> Walked:
    return match_track(net, clean_track(track, net))


def covered_m(net, walked) -> dict[int, float]:
    one = stretches_of(walked.edge, walked.from_m, walked.to_m)
    return {int(k): m for k, m in enumerate(one.per_edge_m(net.edge_count)) if m > 3}


def edge_at(net, x, y) -> int:
    segment = net.segment_tree.nearest(shapely.Point(at((x, y))[0]))
    return int(net.segment_edge[segment])


def test_a_walk_covers_the_edges_that_it_took_and_no_side_street():
    net = network(*CROSS)
    walked = matched(net, fixes(walk((0, 4), (200, -4), error_m=3)))
    assert covered_m(net, walked) == {
        edge_at(net, 50, 0): pytest.approx(100, abs=8),
        edge_at(net, 150, 0): pytest.approx(100, abs=8),
    }
    assert walked.gaps == 0
    assert walked.off_network == 0


def test_a_dead_end_walked_in_and_out_is_covered_to_where_one_turned():
    net = network(*CROSS)
    walked = matched(net, fixes(walk((0, 0), (100, 0), (100, 60), (100, 0), (200, 0))))
    assert covered_m(net, walked)[edge_at(net, 100, 50)] == pytest.approx(60, abs=8)
    # A phone that turns at once leaves half a span of averaging out, both ways.
    assert walked.length_m == pytest.approx(320, abs=22)


def test_pieces_carry_the_time_at_which_they_were_walked():
    walked = matched(network(*CROSS), fixes(walk((0, 0), (200, 0))))
    middle = np.interp(100, np.cumsum(np.abs(walked.to_m - walked.from_m)), walked.end_s)
    assert middle - START_S == pytest.approx(100, abs=12)
    assert (walked.end_s >= walked.start_s).all()


def test_jitter_of_a_phone_that_stands_still_does_not_walk():
    net = network(*CROSS)
    track = fixes(walk((0, 0), (200, 0), error_m=4, stay=(100, 900)))
    assert covered_m(net, matched(net, track)).keys() == {edge_at(net, 50, 0), edge_at(net, 150, 0)}


def test_thousands_of_fixes_in_one_place_are_one_place():
    net = network(*CROSS)
    xy = at((50, 3)) + np.random.default_rng(1).normal(0, 4, (5000, 2))
    for track in (fixes(xy), fixes(xy, np.full(len(xy), np.nan))):
        assert sum(covered_m(net, matched(net, track)).values()) < 25


def test_a_leap_of_the_phone_is_left_out_and_said():
    net = network(*CROSS)
    xy = walk((0, 0), (200, 0))
    xy[80:83] += 3000
    walked = matched(net, fixes(xy))
    assert walked.length_m == pytest.approx(200, rel=0.06)
    assert [finding.code for finding in walked.findings] == ["fix_leapt"]


def test_a_gap_is_bridged_the_shortest_way_when_the_time_fits():
    net = network(*CROSS)
    xy = walk((0, 0), (200, 0))
    keep = np.r_[0:40, 150:200]
    walked = matched(net, fixes(xy[keep], START_S + keep))
    assert walked.gaps == 0
    assert walked.length_m == pytest.approx(200, rel=0.06)


@pytest.mark.parametrize(("pause_s", "why"), [(3600, "time to go elsewhere"), (20, "too fast")])
def test_a_gap_stays_open_when_the_time_does_not_fit(pause_s, why):
    net = network([(0, 0), (400, 0)])
    xy = walk((0, 0), (400, 0))
    keep = np.r_[0:40, 300:400]
    at_s = np.where(keep < 100, keep, keep - 300 + 40 + pause_s) + START_S
    walked = matched(net, fixes(xy[keep], at_s))
    assert walked.length_m < 160, why


def test_a_track_far_from_every_path_covers_nothing_and_says_so():
    net = network(*CROSS)
    walked = matched(net, fixes(walk((5000, 5000), (5200, 5000))))
    assert len(walked.edge) == 0
    assert [finding.code for finding in walked.findings] == ["track_off_network"]


def test_a_single_fix_is_no_walk():
    assert matched(network(*CROSS), fixes(walk((0, 0), (1, 0))[:1])).length_m == 0


def test_a_track_of_amap_is_recognised_by_the_paths_and_a_true_one_is_not_suspected():
    net = network(*CROSS)
    true = fixes(walk((0, 0), (100, 0), (100, 100), error_m=4))
    assert guess_datum(net, true) == ("wgs84", 0.0)
    moved = type(true)(wgs84_to_gcj02(true.lonlat), true.at_s, true.segment)
    datum, offset_m = guess_datum(net, moved)
    assert datum == "gcj02"
    assert 300 < offset_m < 700
    assert shifted(moved, datum).lonlat == pytest.approx(true.lonlat, abs=1e-7)


def test_stretches_unite_what_overlaps_in_any_direction():
    one = stretches_of(
        np.array([3, 1, 3, 3]), np.array([0.0, 5, 30, 60]), np.array([20.0, 0, 10, 70])
    )
    assert one.edge.tolist() == [1, 3, 3]
    assert one.low_m.tolist() == [0, 0, 60]
    assert one.high_m.tolist() == [5, 30, 70]
    assert one.length_m == 45


def test_edges_are_told_as_metres_of_the_surveyed_path():
    frame = paths([(0, 0), (100, 0), (200, 0)], [(100, -50), (100, 50)])
    net = network([(0, 0), (100, 0), (200, 0)], [(100, -50), (100, 50)])
    walked = matched(net, fixes(walk((60, 0), (180, 0))))
    parts = lane_parts(net, frame, stretches_of(walked.edge, walked.from_m, walked.to_m))
    assert parts["row"].tolist() == [0]
    assert parts["from_m"].iloc[0] == pytest.approx(60, abs=6)
    assert parts["to_m"].iloc[0] == pytest.approx(180, abs=6)
