"""Buildings as vector tiles, encoded inside PostGIS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, select, text, true
from sqlalchemy.orm import Session

from app.models import Building, Community
from app.queries.drawn import draw_buildings
from app.queries.scope import NotFound, Viewer
from geodata.errors import N_

MIN_ZOOM, MAX_ZOOM = 14, 22
FEATURE_LIMIT = 20_000
"""Most buildings in one tile: a tile at zoom 14 of a dense town has a fifth of it."""

_MERCATOR_SRID = 3857
_MERCATOR_WIDTH_M = 40_075_016.685578488  # 2 pi 6378137, the side of the world at zoom 0.
_EXTENT = 4096
_PLAIN_ZOOM = 16  # From here on footprints are drawn as they were surveyed.


@dataclass(frozen=True)
class Tile:
    """A tile of the usual web grid.

    Raises
    ------
    NotFound
        If there is no such tile between zoom 14 and 22.
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        side = 1 << min(max(self.z, 0), MAX_ZOOM)
        if not (MIN_ZOOM <= self.z <= MAX_ZOOM and 0 <= self.x < side and 0 <= self.y < side):
            raise NotFound(N_("There is no such tile."))

    @property
    def step_m(self) -> float:
        """Side of one of the tile's 4096 steps, in Mercator metres."""
        return _MERCATOR_WIDTH_M / (1 << self.z) / _EXTENT


def building_tile(session: Session, viewer: Viewer, community: Community, tile: Tile) -> bytes:
    """Give the buildings of a tile as a Mapbox vector tile with the layer ``buildings``.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Buildings out of scope carry their kind and nothing else.
    community : Community
    tile : Tile

    Returns
    -------
    bytes
        Empty when there is nothing. Properties: ``id, number, name, kind, levels, households,
        cell_id, vacant, open_issues``.
    """
    # A tile takes milliseconds; starting parallel workers would take longer.
    session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
    drawn = draw_buildings(viewer, community, _near(community, tile)).subquery("drawn")
    facts = [column for column in drawn.c if column.name != "footprint"]
    shape = _shape(drawn.c.footprint, tile).label("shape")
    rows = select(shape, *facts).subquery("features")
    encoded = func.ST_AsMVT(rows.table_valued(), "buildings", _EXTENT, "shape")
    return bytes(session.scalars(select(encoded).select_from(rows)).one())


def _near(community: Community, tile: Tile) -> CTE:
    """Select the buildings of a tile, found by their index."""
    envelope = func.ST_TileEnvelope(tile.z, tile.x, tile.y)
    window = func.ST_Transform(envelope, 4326)
    return (
        select(Building)
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.footprint.op("&&", is_comparison=True)(window),
        )
        .order_by(Building.id)
        .limit(FEATURE_LIMIT)
        .cte("near")
    )


def _shape(footprint: ColumnElement[Any], tile: Tile) -> ColumnElement[Any]:
    """Give a footprint in the steps of a tile, with less detail where nobody could see it."""
    metres = func.ST_Transform(footprint, _MERCATOR_SRID)
    if tile.z < _PLAIN_ZOOM:
        metres = func.ST_Simplify(metres, 2 * tile.step_m, true())
    envelope = func.ST_TileEnvelope(tile.z, tile.x, tile.y)
    return func.ST_AsMVTGeom(metres, envelope, _EXTENT, 64, true())
