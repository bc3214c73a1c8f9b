"""Street blocks tile the community, and none is left with too few buildings."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, Point, box

from geodata.blocks import street_blocks
from geodata.check import check_cells
from geodata.errors import InputRefused

WEST, SOUTH, STEP = 116.0, 40.0, 0.001
BOUNDARY = box(WEST, SOUTH, WEST + 4 * STEP, SOUTH + 2 * STEP)


def streets(*kinds: str) -> gpd.GeoDataFrame:
    """Give streets from south to north, one step apart, that overshoot the outline."""
    lines = [
        LineString([(WEST + x * STEP, SOUTH - STEP), (WEST + x * STEP, SOUTH + 3 * STEP)])
        for x in range(1, len(kinds) + 1)
    ]
    return gpd.GeoDataFrame({"kind": list(kinds)}, geometry=lines, crs=4326)


def houses(*counts: int) -> gpd.GeoDataFrame:
    """Give so many houses in each column of one step."""
    points = [
        Point(WEST + (column + 0.5) * STEP, SOUTH + (n + 1) * 2 * STEP / (count + 1))
        for column, count in enumerate(counts)
        for n in range(count)
    ]
    return gpd.GeoDataFrame(geometry=points, crs=4326)


def test_blocks_between_main_streets_tile_the_community() -> None:
    """Footways do not cut; three streets make four blocks with identical edges."""
    paths = streets("tertiary", "residential", "primary")
    blocks = street_blocks(paths, BOUNDARY, houses(3, 3, 3, 3), min_buildings=2)
    assert len(blocks) == 4
    assert check_cells(blocks.assign(code=None), BOUNDARY) == []
    assert shapely.coverage_is_valid(blocks.geometry.to_numpy())
    assert len(street_blocks(streets("footway"), BOUNDARY, houses(3, 3, 3, 3))) == 1


def test_small_blocks_join_a_neighbour() -> None:
    """The block with one house is too small to be a cell."""
    paths = streets("tertiary", "tertiary", "tertiary")
    blocks = street_blocks(paths, BOUNDARY, houses(5, 1, 6, 5), min_buildings=4)
    assert len(blocks) == 3
    assert blocks.union_all().equals(BOUNDARY)


def test_nothing_to_divide_is_refused() -> None:
    """Without buildings there is no sense in cells."""
    with pytest.raises(InputRefused, match="nothing to divide"):
        street_blocks(streets("tertiary"), BOUNDARY, houses(0))


def test_real_streets_give_a_valid_division(shared_data: Path) -> None:
    """Sengkang's streets cut its ground into blocks without gap or overlap."""
    file = shared_data / "osm" / "singapore_sengkang" / "singapore_sengkang.gpkg"
    buildings = gpd.read_file(file, layer="buildings")
    roads = gpd.read_file(file, layer="roads").rename(columns={"highway": "kind"})
    outline = box(*buildings.total_bounds)
    blocks = street_blocks(roads, outline, buildings)
    assert len(blocks) >= 3
    assert check_cells(blocks.assign(code=None), outline) == []
    assert shapely.coverage_is_valid(blocks.geometry.to_numpy())
