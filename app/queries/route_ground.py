"""The ground under a route, for its picture."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Building, Community, GroundArea, Path
from app.queries.bounds import Bbox
from app.queries.scope import Viewer, visible_buildings

MOST_SHAPES = 5_000


@dataclass(frozen=True)
class RouteGround:
    """What lies in a window: shapes in EPSG:4326, each with its kind or number."""

    paths: list[tuple[BaseGeometry, str]]
    buildings: list[tuple[BaseGeometry, str]]
    areas: list[tuple[BaseGeometry, str]]


def route_ground(
    session: Session, viewer: Viewer, community: Community, window: Bbox
) -> RouteGround:
    """Read the paths, buildings, greens and waters of a window.

    Parameters
    ----------
    session : Session
    viewer : Viewer
        Sees the buildings of its own cells.
    community : Community
    window : Bbox
    """
    paths = select(Path.line, Path.kind).where(
        Path.community_id == community.id, Path.vanished_on.is_(None), window.touches(Path.line)
    )
    buildings = select(Building.footprint, Building.number).where(
        Building.id.in_(visible_buildings(viewer)),
        Building.community_id == community.id,
        Building.vanished_on.is_(None),
        window.touches(Building.footprint),
    )
    areas = select(GroundArea.shape, GroundArea.kind).where(
        GroundArea.community_id == community.id,
        GroundArea.vanished_on.is_(None),
        window.touches(GroundArea.shape),
    )
    return RouteGround(
        *(
            [(shape, word or "") for shape, word in session.execute(rows.limit(MOST_SHAPES))]
            for rows in (paths, buildings, areas)
        )
    )
