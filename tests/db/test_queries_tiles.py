"""Building tiles: shapes, what they carry, and for whom."""

from __future__ import annotations

import math

import pytest
from shapely import Point, Polygon, box
from sqlalchemy.orm import Session

from app.models import Building
from app.queries.scope import NotFound, Viewer
from app.queries.tiles import Tile, building_tile
from tests.mvt import Feature, read_tile
from tests.two_cells import SIDE, SOUTH, TODAY, WEST, World, build_world


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session)


def tile_at(lon: float, lat: float, z: int) -> Tile:
    """Give the tile that holds a point."""
    side = 1 << z
    mercator = math.asinh(math.tan(math.radians(lat))) / math.pi
    return Tile(z, int((lon + 180) / 360 * side), int((1 - mercator) / 2 * side))


def read(session: Session, world: World, name: str, tile: Tile) -> list[Feature]:
    """Decode a tile."""
    viewer = Viewer.of(world.users[name], TODAY)
    body = building_tile(session, viewer, world.community, tile)
    layers = read_tile(body, tile.z, tile.x, tile.y)
    assert list(layers) == ["buildings"]
    return layers["buildings"]


def by_number(features: list[Feature]) -> dict[str, Feature]:
    return {feature.properties["number"]: feature for feature in features}


MIDDLE = tile_at(WEST + SIDE, SOUTH + SIDE / 2, 14)


def test_whole_community(session: Session, world: World) -> None:
    found = by_number(read(session, world, "community", MIDDLE))
    assert sorted(found) == ["Alpha41", "Alpha42", "Alpha43", "Bravo41", "Bravo42", "Bravo43"]
    assert found["Alpha41"].properties == {
        "id": world.alpha.buildings[0].id,
        "number": "Alpha41",
        "name": "Alpha house 0",
        "kind": "apartment",
        "levels": 6,
        "households": 10,
        "cell_id": world.alpha.cell.id,
        "vacant": False,
        "open_issues": 1,
    }
    vacant = [number for number, feature in found.items() if feature.properties["vacant"]]
    assert vacant == ["Alpha43", "Bravo43"]


def test_shapes_lie_where_they_were_surveyed(session: Session, world: World) -> None:
    zoomed = tile_at(WEST + SIDE * 0.2, SOUTH + SIDE * 0.7, 17)
    drawn = Polygon(by_number(read(session, world, "community", zoomed))["Alpha41"].parts[0])
    stored = world.alpha.buildings[0].footprint
    assert drawn.symmetric_difference(stored).area < 0.01 * stored.area


def test_out_of_scope_only_kind_is_left(session: Session, world: World) -> None:
    found = [feature.properties for feature in read(session, world, "grid", MIDDLE)]
    assert len(found) == 6
    assert [facts for facts in found if "id" not in facts] == [{"kind": "apartment"}] * 3


def test_points_and_vanished_buildings(session: Session, world: World) -> None:
    world.alpha.buildings[0].vanished_on = TODAY
    point = Building(
        community_id=world.community.id,
        key="p",
        number="P1",
        footprint=Point(WEST + SIDE / 2, SOUTH + SIDE / 2),
    )
    session.add(point)
    session.flush()
    found = by_number(read(session, world, "community", MIDDLE))
    assert "Alpha41" not in found
    assert found["P1"].kind == "point"


def test_empty_tile(session: Session, world: World) -> None:
    viewer = Viewer.of(world.users["community"], TODAY)
    assert building_tile(session, viewer, world.community, Tile(14, 0, 0)) == b""


@pytest.mark.parametrize(("z", "x", "y"), [(13, 0, 0), (23, 0, 0), (14, 1 << 14, 0), (14, 0, -1)])
def test_no_such_tile(z: int, x: int, y: int) -> None:
    with pytest.raises(NotFound):
        Tile(z, x, y)


def test_multipolygon_stays_one(session: Session, world: World) -> None:
    wings = box(WEST, SOUTH, WEST + 0.0002, SOUTH + 0.0002).union(
        box(WEST + 0.0004, SOUTH, WEST + 0.0006, SOUTH + 0.0002)
    )
    session.add(Building(community_id=world.community.id, key="m", number="M", footprint=wings))
    session.flush()
    found = read(session, world, "community", MIDDLE)
    wanted = [feature for feature in found if feature.properties["number"] == "M"]
    assert [len(feature.parts) for feature in wanted] == [2]
