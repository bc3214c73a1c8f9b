from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from patrol.gate_cuts import GATE_M
from patrol.gate_hours import GateWindow, is_open, read_windows
from patrol.gates import closed_edges, without_edges
from patrol.matrix import paths_along, travel_matrix
from patrol.network import NO_PATH, build_network
from patrol.plan import plan_route
from patrol.snap import Unreachable, snap_points
from tests.unit.patrol.grounds import SRID, at, network, paths, stops

MONDAY = dt.datetime.combine(dt.date(2026, 11, 23), dt.time())


def clock(hour, minute=0, day=0) -> dt.datetime:
    return MONDAY + dt.timedelta(days=day, hours=hour, minutes=minute)


def compound():
    """A lane through a gate to a street, and a long way round."""
    frame = paths(
        [(0, 0), (200, 0)],
        [(100, 0), (100, 60)],
        [(0, 0), (0, 60), (100, 60)],
        barrier=[None, "gate", None],
    )
    return build_network(frame, srid=SRID), list(frame["key"])


def test_the_gate_on_a_long_path_is_a_short_stretch_in_its_middle():
    net, _ = compound()
    gate = net.edge_is_gate
    assert net.edge_length_m[gate] == pytest.approx([GATE_M])
    middle = shapely.line_interpolate_point(net.lines[gate][0], 0.5, normalized=True)
    assert shapely.get_coordinates(middle) == pytest.approx(at((100, 30)))
    assert net.edge_length_m.sum() == pytest.approx(420)
    assert (net.edge_path[net.edge_path == 1]).size == 3


def test_a_short_path_is_itself_the_gate_and_a_bent_one_is_cut_at_half_its_length():
    net = network([(0, 0), (6, 0)], [(6, 0), (6, 40), (46, 40)], barrier=["gate", "gate"])
    assert sorted(net.edge_length_m[net.edge_is_gate]) == pytest.approx([GATE_M, 6])


def test_a_wider_gap_is_bridged_in_front_of_a_gate_only():
    for barrier, joined in (("gate", True), (None, False)):
        net = network([(0, 0), (100, 0)], [(50, 6.5), (50, 12)], barrier=[None, barrier])
        assert (net.node_piece.max() == 0) == joined
        assert net.edge_length_m[net.edge_path == NO_PATH].sum() == pytest.approx(6.5 * joined)
        codes = {finding.code for finding in net.findings}
        assert ("path_gap_bridged" in codes) == joined


def test_slowness_of_a_gate_and_of_kinds_is_a_setting():
    frame = paths(
        [(0, 0), (4, 0)], [(4, 0), (14, 0)], kind=["path", "track"], barrier=["gate", None]
    )
    net = build_network(frame, srid=SRID, slowness={"gate": 5.0, "track": 1.5})
    assert net.walk_s(1.0) == pytest.approx([20, 15])


def test_a_route_goes_round_a_closed_gate_and_through_an_open_one():
    net, keys = compound()
    windows = [GateWindow("p1", dt.time(6), dt.time(22))]
    lengths = []
    for since, until in ((clock(8), clock(9)), (clock(21, 30), clock(22, 30))):
        here = without_edges(net, closed_edges(net, keys, windows, since, until))
        snaps = snap_points(here, at((100, -5), (95, 62)))
        lengths.append(travel_matrix(here, snaps)[0, 1])
        leg = paths_along(here, snaps, [0, 1])[0]
        assert leg.length_m == pytest.approx(lengths[-1])
    assert lengths == pytest.approx([65, 255])


def test_stops_behind_the_only_gate_are_listed_while_it_is_closed():
    frame = paths([(0, 0), (300, 0)], [(100, 0), (100, 200)], barrier=[None, "gate"])
    net = build_network(frame, srid=SRID)
    closed = closed_edges(
        net, list(frame["key"]), [GateWindow("p1", dt.time(6), dt.time(7))], clock(8), clock(9)
    )
    shut = without_edges(net, closed)
    plan = plan_route(shut, stops((10, 5), (200, 5), (104, 190)))
    assert plan.unreachable["reason"].tolist() == [Unreachable.OTHER_PIECE]
    assert [f.code for f in shut.findings if f.code == "gate_closed"] == ["gate_closed"]
    assert plan_route(net, stops((10, 5), (200, 5), (104, 190))).unreachable.empty


def test_nothing_closed_is_the_same_network():
    net, keys = compound()
    closed = closed_edges(net, keys, [], clock(0), clock(23))
    assert not closed.any()
    assert without_edges(net, closed) is net


def test_a_path_without_a_gate_has_no_hours():
    net, keys = compound()
    windows = [GateWindow("p0", dt.time(6), dt.time(7))]
    assert not closed_edges(net, keys, windows, clock(12), clock(13)).any()


@pytest.mark.parametrize(
    ("hours", "since", "until", "open_then"),
    [
        ("06:00-22:00", clock(6), clock(22), True),
        ("06:00-22:00", clock(5, 59), clock(7), False),
        ("06:00-22:00", clock(21), clock(22, 1), False),
        ("22:00-06:00", clock(23), clock(29), True),
        ("22:00-06:00", clock(3), clock(5), True),
        ("22:00-06:00", clock(12), clock(13), False),
        ("24/7", clock(3), clock(51), True),
        ("00:00-24:00", clock(3), clock(51), True),
        ("Mo-Fr 07:00-09:00,16:00-18:30", clock(16), clock(18), True),
        ("Mo-Fr 07:00-09:00,16:00-18:30", clock(8), clock(17), False),
        ("Mo-Fr 07:00-09:00", clock(8, day=5), clock(8, 30, day=5), False),
        ("Sa-Mo 07:00-09:00; Tu 07:00-20:00", clock(8), clock(8, 30), True),
        ("06:00-12:00,12:00-22:00", clock(11), clock(13), True),
    ],
)
def test_hours(hours, since, until, open_then):
    windows = read_windows("p", hours)
    assert windows is not None
    assert is_open(windows, since, until) is open_then


@pytest.mark.parametrize("hours", ["", "dawn-dusk", "25:00-26:00", "Xx 07:00-09:00", "PH off", "7"])
def test_hours_that_cannot_be_read_close_nothing(hours):
    assert read_windows("p", hours) is None


quarters = st.integers(0, 95).map(lambda k: dt.time(k // 4, k % 4 * 15))


@given(
    st.lists(
        st.tuples(quarters, quarters, st.frozensets(st.integers(0, 6), min_size=1)), max_size=4
    ),
    st.integers(0, 7 * 96),
    st.integers(0, 120),
)
def test_open_the_whole_time_is_open_in_every_quarter_of_an_hour(spans, start, lasts):
    windows = [GateWindow("p", *span) for span in spans]
    moments = MONDAY + np.arange(start, start + lasts + 1) * dt.timedelta(minutes=15)

    def open_at(moment):
        for window in windows:
            for back in (0, 1):
                day = moment - dt.timedelta(days=back)
                begins = dt.datetime.combine(day.date(), window.opens)
                ends = dt.datetime.combine(day.date(), window.closes)
                ends += dt.timedelta(days=window.closes <= window.opens)
                if day.weekday() in window.weekdays and begins <= moment < ends:
                    return True
        return False

    every = all(open_at(moment) for moment in (moments[:-1] if lasts else moments))
    assert is_open(windows, moments[0], moments[-1]) is every
