"""The ground is believable: nothing overlaps, everything is reachable, cells tile the outline."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from shapely import STRtree

from demo import NAMES, DemoCommunity
from demo.figures import read_figures

Metric = dict[str, gpd.GeoDataFrame]
DIVIDED = [name for name in NAMES if read_figures(name).cells]
"""Those that have cells already; the others ask to be divided."""

divided = pytest.mark.parametrize("community", DIVIDED, indirect=True)


def test_shapes_are_valid_and_complete(community: DemoCommunity) -> None:
    for name in ("boundary", "buildings", "entrances", "paths", "estates", "areas"):
        frame = getattr(community, name)
        assert frame.crs.to_epsg() == 4326
        assert frame.geometry.is_valid.all(), name
        assert not frame.geometry.is_empty.any(), name
        if "key" in frame:
            assert frame.key.is_unique, name


def test_buildings_do_not_overlap(metric: Metric) -> None:
    shapes = metric["buildings"].geometry.to_numpy()
    left, right = STRtree(shapes).query(shapes, predicate="intersects")
    assert (left == right).all()


def test_buildings_lie_inside_the_boundary_and_in_their_compound(metric: Metric) -> None:
    buildings, outline = metric["buildings"], metric["boundary"].geometry.iloc[0]
    assert buildings.within(outline).all()
    walls = metric["estates"].boundary.to_numpy()
    assert len(STRtree(walls).query(buildings.geometry, predicate="intersects")[0]) == 0


@divided
def test_every_building_lies_in_exactly_one_cell(community: DemoCommunity) -> None:
    found = community.cells.sindex.query(community.buildings.geometry, predicate="within")[0]
    assert sorted(found) == list(range(len(community.buildings)))


@divided
def test_cells_tile_the_boundary(community: DemoCommunity, metric: Metric) -> None:
    assert shapely.coverage_is_valid(community.cells.geometry.to_numpy())
    cells, outline = metric["cells"].geometry, metric["boundary"].geometry.iloc[0]
    assert outline.symmetric_difference(cells.union_all()).area < 1e-6
    assert abs(cells.area.sum() - outline.area) < 1e-6
    assert (cells.geom_type == "Polygon").all()


def test_cell_codes_continue_the_code_of_the_community(community: DemoCommunity) -> None:
    codes = list(community.cells.code)
    assert codes == [f"{community.code}{i:03d}" for i in range(1, len(codes) + 1)]


def test_paths_do_not_cross_buildings(metric: Metric) -> None:
    paths = metric["paths"].geometry
    crossing = metric["buildings"].sindex.query(paths, predicate="intersects")
    assert crossing.shape[1] == 0


def test_the_network_is_connected(community: DemoCommunity) -> None:
    graph = nx.Graph()
    graph.add_edges_from((p.coords[0], p.coords[-1]) for p in community.paths.geometry)
    assert nx.is_connected(graph)


def test_paths_meet_at_their_ends_only(community: DemoCommunity) -> None:
    paths = community.paths.geometry.to_numpy()
    left, right = STRtree(paths).query(paths, predicate="intersects")
    other = left < right
    shared = shapely.intersection(paths[left[other]], paths[right[other]])
    assert (shapely.get_dimensions(shared) == 0).all()
    ends = {p.coords[i] for p in paths for i in (0, -1)}
    assert {tuple(xy) for xy in shapely.get_coordinates(shared)} <= ends


def test_entrances_lie_on_the_outline_and_near_a_path(metric: Metric) -> None:
    entrances = metric["entrances"]
    outlines = metric["buildings"].set_index("key").boundary
    own = outlines.loc[entrances.building_key].reset_index(drop=True)
    assert entrances.distance(own).max() < 0.01
    assert _to_paths(entrances, metric).max() < 15


def test_every_house_is_near_a_path(metric: Metric) -> None:
    assert _to_paths(metric["buildings"], metric).max() < 30


def test_walls_are_passed_at_gates_only(metric: Metric) -> None:
    paths, walls = metric["paths"], metric["estates"].boundary
    crossing = walls.sindex.query(paths.geometry, predicate="intersects")[0]
    assert (paths.barrier.iloc[crossing] == "gate").all()
    assert (paths.barrier == "gate").sum() >= len(walls)


def test_the_meeting_point_lies_on_a_path(community: DemoCommunity, metric: Metric) -> None:
    start = gpd.GeoSeries.from_xy(*np.transpose([community.meeting_point]), crs=4326)
    assert metric["paths"].distance(start.to_crs(metric["paths"].crs).iloc[0]).min() < 1


def _to_paths(frame: gpd.GeoDataFrame, metric: Metric) -> np.ndarray:
    tree = STRtree(metric["paths"].geometry.to_numpy())
    return tree.query_nearest(frame.geometry.to_numpy(), return_distance=True, all_matches=False)[1]
