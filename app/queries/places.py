"""Where a community lies, for the first view of its map."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Building, Cell, Community
from app.queries.bounds import Bbox, read_bounds
from app.queries.cells import published_cells
from app.queries.scope import Viewer, visible_buildings


def community_bounds(session: Session, viewer: Viewer, community: Community) -> Bbox | None:
    """Give the window of a community: its boundary, else its cells, else the buildings in scope.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community

    Returns
    -------
    Bbox or None
        None while nothing of its ground is known.
    """
    buildings = (Building.community_id == community.id) & Building.id.in_(visible_buildings(viewer))
    return (
        read_bounds(session, Community.boundary, Community.id == community.id)
        or read_bounds(session, Cell.shape, Cell.id.in_(published_cells(community)))
        or read_bounds(session, Building.footprint, buildings)
    )
