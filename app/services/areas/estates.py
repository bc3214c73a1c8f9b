"""First cells of what is there: residential compounds, or the blocks between main streets."""

from __future__ import annotations

import geopandas as gpd
from shapely import box
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Community, Estate
from app.queries.patrol_problem import community_footprints, community_paths
from geodata.blocks import MIN_BUILDINGS, street_blocks
from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused


def cells_from_estates(session: Session, community: Community) -> gpd.GeoDataFrame:
    """Make a frame of cells of the residential compounds, one each.

    Where one compound lies inside another, the smaller keeps its ground and the larger has the
    rest, so that cells do not overlap.

    Parameters
    ----------
    session : Session
    community : Community

    Returns
    -------
    GeoDataFrame
        As :func:`publish_cells` takes it.

    Raises
    ------
    InputRefused
        If the community has no compounds.
    """
    estates = session.execute(
        select(Estate.name, Estate.shape)
        .where(Estate.community_id == community.id, Estate.vanished_on.is_(None))
        .order_by(func.ST_Area(Estate.shape), Estate.key)
    ).all()
    if not estates:
        raise InputRefused(
            N_("%(name)s has no compounds. Import some first (import estates, or import osm)."),
            name=community.name,
        )
    names: list[str] = []
    shapes: list[BaseGeometry] = []
    for name, shape in estates:
        rest = shape
        for smaller in shapes:
            rest = rest.difference(smaller) if rest.intersects(smaller) else rest
        if not rest.is_empty:
            names.append(name)
            shapes.append(rest)
    return gpd.GeoDataFrame(
        {"code": [None] * len(shapes), "name": names, "kind": "general"},
        geometry=shapes,
        crs=STORAGE_SRID,
    )


def cells_from_streets(
    session: Session, community: Community, *, min_buildings: int = MIN_BUILDINGS
) -> gpd.GeoDataFrame:
    """Make a frame of cells of the blocks between main streets; it tiles the community.

    Parameters
    ----------
    session : Session
    community : Community
    min_buildings : int
        Smaller blocks join a neighbour.

    Returns
    -------
    GeoDataFrame
        As :func:`publish_cells` takes it.

    Raises
    ------
    InputRefused
        If the community has no building in its outline.
    """
    buildings = community_footprints(session, community)
    if buildings.empty:
        raise InputRefused(
            N_("%(name)s has no buildings. Import some first (import buildings, or import osm)."),
            name=community.name,
        )
    # Without an outline of its own, a community is the ground that its buildings stand on.
    outline = community.boundary or box(*buildings.total_bounds)
    paths = community_paths(session, community)
    return street_blocks(paths, outline, buildings, min_buildings=min_buildings)
