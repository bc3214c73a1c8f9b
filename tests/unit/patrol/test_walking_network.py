from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from geodata.errors import InputRefused
from patrol.network import NO_PATH, STEPS_SLOWNESS, build_network
from tests.unit.patrol.grounds import SRID, network, paths, towns


def codes(net) -> set[str]:
    return {finding.code for finding in net.findings}


def pieces(net) -> int:
    return int(net.node_piece.max()) + 1


def test_lines_that_cross_without_a_common_vertex_meet_and_this_is_said():
    net = network([(0, 0), (100, 0)], [(50, -50), (50, 50)])
    assert (net.node_count, net.edge_count, pieces(net)) == (5, 4, 1)
    assert sorted(net.edge_length_m) == pytest.approx([50, 50, 50, 50])
    assert codes(net) == {"path_crossing_joined"}


def test_lines_that_share_a_vertex_meet_without_a_word():
    net = network([(0, 0), (50, 0), (100, 0)], [(50, 0), (50, 50)])
    assert (net.node_count, net.edge_count) == (4, 3)
    assert not net.findings


@pytest.mark.parametrize(
    "above", [{"layer": ["1", None]}, {"bridge": ["yes", None]}, {"tunnel": ["yes", None]}]
)
def test_a_bridge_does_not_meet_the_road_below(above):
    net = network([(0, 0), (100, 0)], [(50, -50), (50, 50)], **above)
    assert (net.edge_count, pieces(net)) == (2, 2)
    assert codes(net) == {"network_in_pieces"}


def test_a_passage_through_a_building_meets_the_path_on_the_ground():
    net = network([(0, 0), (100, 0)], [(50, -50), (50, 50)], tunnel=["building_passage", None])
    assert pieces(net) == 1


def test_a_bridge_meets_the_paths_at_its_ends():
    net = network([(0, 0), (50, 0)], [(50, 0), (90, 0)], [(70, -9), (70, 9)], layer=[0, 1, 0])
    assert pieces(net) == 2
    assert net.edge_count == 3


@pytest.mark.parametrize("off_m", [0.01, 0.3, 0.49])
def test_ends_that_nearly_meet_are_one_node(off_m):
    net = network([(0, 0), (50, 0)], [(50 + off_m, 0), (90, 0)], [(70, off_m), (70, 30)])
    assert pieces(net) == 1
    assert "path_gap_bridged" not in codes(net)


@pytest.mark.parametrize(("gap_m", "joined"), [(0.6, True), (2.9, True), (3.2, False)])
def test_short_gaps_between_pieces_are_bridged_and_reported(gap_m, joined):
    net = network([(0, 0), (100, 0)], [(50, gap_m), (50, 60)])
    assert (pieces(net) == 1) is joined
    assert ("path_gap_bridged" in codes(net)) is joined
    assert net.edge_length_m[net.edge_path == NO_PATH].sum() == pytest.approx(gap_m * joined)


def test_a_gap_between_two_rings_is_bridged_once_where_they_come_nearest():
    ring = [(0, 0), (40, 0), (40, 40), (0, 40), (0, 0)]
    other = [(42, 10), (80, 10), (80, 30), (42, 30), (42, 10)]
    net = network(ring, other)
    assert pieces(net) == 1
    assert (net.edge_path == NO_PATH).sum() == 1


def test_bridging_never_climbs_onto_a_deck():
    net = network([(0, 0), (100, 0)], [(50, 2), (50, 60)], bridge=["yes", None])
    assert pieces(net) == 2


def test_stretches_drawn_twice_are_kept_once():
    net = network([(0, 0), (60, 0), (100, 0)], [(100, 0), (60, 0)])
    assert net.edge_length_m.sum() == pytest.approx(100)
    assert "path_repeated" in codes(net)


def test_two_ways_between_the_same_corners_both_stay():
    net = network([(0, 0), (100, 0)], [(0, 0), (50, 30), (100, 0)])
    assert (net.node_count, net.edge_count) == (2, 2)


def test_a_line_that_crosses_itself_is_cut_there():
    net = network([(0, 0), (100, 0), (100, 50), (50, 50), (50, -50)])
    assert net.edge_count == 3
    assert net.edge_length_m.sum() == pytest.approx(300)


def test_paths_without_length_are_left_out_by_name():
    net = network([(0, 0), (0, 0)], None, [(0, 0), (10, 0)])
    left_out = [finding for finding in net.findings if finding.code == "path_without_length"]
    assert [(finding.key, finding.row) for finding in left_out] == [("p0", 1), ("p1", 2)]
    assert net.edge_path.tolist() == [2]


def test_motorways_are_left_out_and_steps_and_gates_are_marked():
    net = network(
        [(0, 0), (10, 0)],
        [(10, 0), (20, 0)],
        [(20, 0), (26, 0)],
        kind=["motorway", "steps", "footway"],
        barrier=[None, None, "gate"],
    )
    assert "path_not_walkable" in codes(net)
    assert net.edge_path.tolist() == [1, 2]
    assert net.edge_is_steps.tolist() == [True, False]
    assert net.edge_is_gate.tolist() == [False, True]
    assert net.walk_s(2.0) == pytest.approx([5 * STEPS_SLOWNESS, 3])


def test_paths_in_degrees_are_measured_in_metres():
    frame = paths([(0, 0), (300, 400)])
    net = build_network(frame.to_crs(4326), srid=SRID)
    assert net.edge_length_m == pytest.approx([500], abs=1e-6)


@pytest.mark.parametrize("lines", [[], [None], [[(0, 0), (0, 0)]]])
def test_no_paths_is_refused(lines):
    with pytest.raises(InputRefused, match="no walkable paths"):
        network(*lines)


def test_an_index_other_than_0_1_2_does_not_matter():
    frame = paths([(0, 0), (10, 0)], [(10, 0), (10, 9)], kind=["footway", "steps"])
    frame.index = [7, 3]
    assert build_network(frame, srid=SRID).edge_is_steps.tolist() == [False, True]


def test_the_network_cannot_be_changed():
    net = network([(0, 0), (10, 0)])
    with pytest.raises(ValueError, match="read-only"):
        net.node_xy[0, 0] = 0


@settings(max_examples=30, deadline=None)
@given(towns())
def test_edges_join_their_nodes_and_meet_nowhere_else(net):
    starts, ends = net.coords[net.edge_offset[:-1]], net.coords[net.edge_offset[1:] - 1]
    assert starts == pytest.approx(net.node_xy[net.edge_u])
    assert ends == pytest.approx(net.node_xy[net.edge_v])
    assert net.edge_length_m == pytest.approx(shapely.length(net.lines))
    assert (net.edge_length_m > 0).all()
    assert (net.node_piece[net.edge_u] == net.node_piece[net.edge_v]).all()
    a, b = shapely.STRtree(net.lines).query(net.lines, predicate="crosses")
    crossings = shapely.get_parts(shapely.intersection(net.lines[a], net.lines[b]))
    # Joining ends within half a metre may bend two edges across each other beside a node.
    assert (shapely.distance(crossings, shapely.multipoints(net.node_xy)) < 1).all()


@pytest.mark.parametrize(
    ("town", "walkable_share"), [("beijing_cau", 0.94), ("hangzhou_zijingang", 0.88)]
)
def test_real_paths_make_one_large_piece(shared_data, town, walkable_share):
    file = shared_data / "osm" / town / f"{town}.gpkg"
    roads = gpd.read_file(file, layer="roads").rename(columns={"highway": "kind", "osm_id": "key"})
    net = build_network(roads, srid=SRID)
    main = net.edge_length_m[net.edge_piece == 0].sum() / net.edge_length_m.sum()
    assert main >= walkable_share
    kept = roads[~roads["kind"].isin(["motorway", "motorway_link"])].to_crs(SRID).union_all()
    assert net.edge_length_m.sum() == pytest.approx(kept.length, rel=0.01)
    assert np.isfinite(net.walk_s()).all()
