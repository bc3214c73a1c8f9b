"""Generated ground: what it promises to the benchmarks that run on it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from bench.districts import district
from bench.planted import HOUSEHOLDS, planted


def test_district_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    first, again, other = district(300, seed=4), district(300, seed=4), district(300, seed=5)
    assert_geodataframe_equal(first.buildings, again.buildings)
    assert_geodataframe_equal(first.barriers, again.barriers)
    assert not first.buildings["households"].equals(other.buildings["households"])


def test_district_has_as_many_buildings_as_asked_all_inside_and_none_across_a_street() -> None:
    ground = district(1000, seed=2)
    houses = ground.buildings.geometry.to_numpy()
    assert len(houses) == 1000
    assert shapely.within(houses, ground.boundary).all()
    lines = ground.barriers[~ground.barriers["kind"].isin(["estate", "water"])].geometry
    assert not shapely.STRtree(lines.to_numpy()).query(houses, predicate="intersects").size
    first, second = shapely.STRtree(houses).query(houses, predicate="intersects")
    assert (first == second).all()


def test_district_has_streets_of_several_classes_compounds_and_a_river_with_bridges() -> None:
    barriers = district(10_000, seed=1).barriers
    kinds = {"primary", "secondary", "residential", "service", "footway", "wall", "estate", "rail"}
    assert kinds <= set(barriers["kind"])
    (river,) = barriers.geometry[barriers["kind"] == "water"]
    streets = barriers[barriers["kind"].isin(["primary", "secondary", "residential"])].geometry
    across = shapely.get_num_geometries(streets[streets.crosses(river)].intersection(river))
    assert 2 <= across.sum() < 10


def test_district_of_a_handful_of_buildings_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 100 buildings: 99"):
        district(99)


@pytest.mark.parametrize("seed", range(1, 9))
def test_planted_cells_are_the_faces_between_main_roads_and_exactly_equal(seed: int) -> None:
    ground = planted(seed)
    assert ground.perfect is not None
    homes = ground.buildings.set_index("key")["households"]
    assert (homes.groupby(ground.perfect).sum() == HOUSEHOLDS).all()
    main = ground.barriers[ground.barriers["kind"].isin(["primary", "secondary"])].geometry
    noded = shapely.union_all(main.to_numpy(), grid_size=1e-9)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    assert len(faces) == ground.cells == ground.perfect.nunique()
    house, face = shapely.STRtree(faces).query(
        ground.buildings.geometry.to_numpy(), predicate="within"
    )
    assert (house == np.arange(len(homes))).all()
    pairs = set(zip(face.tolist(), ground.perfect.to_numpy()[house].tolist(), strict=True))
    assert len(pairs) == ground.cells


def test_planted_towns_offer_other_borders() -> None:
    ground = planted(1)
    assert {"residential", "service"} <= set(ground.barriers["kind"])
    assert planted(1).cells == ground.cells
    assert not planted(2).buildings["households"].equals(ground.buildings["households"])
