"""The buildings of a draft, to be clicked and gathered with a lasso."""

from __future__ import annotations

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.models import Building, BuildingCell, Division
from app.queries.bounds import Bbox
from app.queries.features import feature_collection, properties
from app.queries.households import estimated_households, living_there
from app.queries.scope import Viewer, visible_buildings

MOST_BUILDINGS = 5_000


def draft_buildings(
    session: Session, viewer: Viewer, division: Division, bbox: Bbox | None = None
) -> bytes:
    """Give the buildings of a division as GeoJSON, each with the cell in which it lies.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    division : Division
        From the viewer's scope.
    bbox : Bbox, optional
        Only what touches this window.

    Returns
    -------
    bytes
        Properties ``id, number, name, households, estimated, cell_id, by_hand, reason``;
        ``truncated`` says that there are more than :data:`MOST_BUILDINGS`.
    """
    placed = and_(BuildingCell.building_id == Building.id, BuildingCell.division_id == division.id)
    facts = properties(
        id=Building.id,
        number=Building.number,
        name=Building.name,
        households=living_there(),
        estimated=estimated_households().is_not(None),
        cell_id=BuildingCell.cell_id,
        by_hand=BuildingCell.by_hand.is_(True),
        reason=func.coalesce(BuildingCell.reason, ""),
    )
    rows = (
        select(facts.label("properties"), Building.footprint.label("shape"))
        .outerjoin(BuildingCell, placed)
        .where(
            Building.community_id == division.community_id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
        )
        .order_by(Building.id)
    )
    if bbox is not None:
        rows = rows.where(bbox.touches(Building.footprint))
    return feature_collection(session, rows, limit=MOST_BUILDINGS)
