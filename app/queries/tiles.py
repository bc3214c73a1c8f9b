"""Buildings as vector tiles, encoded inside PostGIS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Subquery, case, func, select, text, true
from sqlalchemy.orm import Session

from app.models import (
    Building,
    BuildingCell,
    Community,
    Division,
    DivisionState,
    Duty,
    Entrance,
    Issue,
)
from app.queries.issues import is_open
from app.queries.scope import NotFound, Viewer, visible_buildings, visible_issues
from app.queries.types import Rows
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
    near = _near(community, tile)
    rows = _features(viewer, community, near, tile).subquery("features")
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


def _features(viewer: Viewer, community: Community, near: CTE, tile: Tile) -> Rows:
    """Select the features of a tile; what is out of scope loses all but its kind."""
    held = _held(near, viewer)
    issues = _open_issues(near, viewer)
    cells = _cells(near, community)
    mine = near.c.id.in_(visible_buildings(viewer).where(_is_near(viewer, near)))
    known = {
        "id": near.c.id,
        "number": near.c.number,
        "name": near.c.name,
        "levels": near.c.levels,
        "households": near.c.households,
        "cell_id": cells.c.cell_id,
        "vacant": held.c.building_id.is_(None),
        "open_issues": func.coalesce(issues.c.open_issues, 0),
    }
    return (
        select(
            _shape(near.c.footprint, tile).label("shape"),
            near.c.kind,
            *(case((mine, column)).label(name) for name, column in known.items()),
        )
        .outerjoin(held, held.c.building_id == near.c.id)
        .outerjoin(issues, issues.c.building_id == near.c.id)
        .outerjoin(cells, cells.c.building_id == near.c.id)
    )


def _is_near(viewer: Viewer, near: CTE) -> ColumnElement[bool]:
    """Limit the selection of visible buildings to those of the tile."""
    column = Building.id if viewer.sees_whole_community else BuildingCell.building_id
    return column.in_(select(near.c.id))


def _held(near: CTE, viewer: Viewer) -> Subquery:
    """Select the buildings of the tile for which somebody answers."""
    whole = (
        select(Duty.building_id)
        .join(near, near.c.id == Duty.building_id)
        .where(Duty.current(viewer.on))
    )
    stairs = (
        select(Entrance.building_id)
        .join(near, near.c.id == Entrance.building_id)
        .join(Duty, Duty.entrance_id == Entrance.id)
        .where(Duty.current(viewer.on))
    )
    return whole.union(stairs).subquery("held")


def _open_issues(near: CTE, viewer: Viewer) -> Subquery:
    """Count the open issues at the buildings of the tile."""
    return (
        select(Issue.building_id, func.count().label("open_issues"))
        .join(near, near.c.id == Issue.building_id)
        .where(is_open(), Issue.id.in_(visible_issues(viewer)))
        .group_by(Issue.building_id)
        .subquery("issues")
    )


def _cells(near: CTE, community: Community) -> Subquery:
    """Select the published cell of each building of the tile."""
    return (
        select(BuildingCell.building_id, BuildingCell.cell_id)
        .join(near, near.c.id == BuildingCell.building_id)
        .join(Division, Division.id == BuildingCell.division_id)
        .where(Division.community_id == community.id, Division.state == DivisionState.PUBLISHED)
        .subquery("cells")
    )
