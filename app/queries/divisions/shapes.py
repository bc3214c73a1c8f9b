"""The map of a comparison: outlines of a division, and the buildings that moved."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from app.models import Building, BuildingCell, Cell, Community, Division
from app.queries.divisions.change import Change
from app.queries.divisions.ground import among
from app.queries.features import feature_collection, properties
from app.queries.scope import Viewer, visible_buildings


def outlines_geojson(session: Session, division: Division) -> bytes:
    """Give the cells of a division: outline, code, name, kind and tint, which all may see.

    Parameters
    ----------
    session : Session
    division : Division
        From the viewer's scope.

    Returns
    -------
    bytes
        GeoJSON.
    """
    facts = properties(id=Cell.id, code=Cell.code, name=Cell.name, kind=Cell.kind, tint=Cell.tint)
    rows = select(facts.label("properties"), Cell.shape.label("shape"))
    rows = rows.where(Cell.division_id == division.id).order_by(Cell.code, Cell.id)
    return feature_collection(session, rows)


def moved_geojson(session: Session, viewer: Viewer, community: Community, change: Change) -> bytes:
    """Give the outlines of the buildings that get into another cell.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    change : Change

    Returns
    -------
    bytes
        GeoJSON with ``id, number, households, from_cell, to_cell`` (names, or null).
    """
    moved = [int(key) for key in change.buildings.index[change.moved]]
    old, new = aliased(Cell), aliased(Cell)
    was, goes = aliased(BuildingCell), aliased(BuildingCell)
    before = change.before.id if change.before is not None else None
    facts = properties(
        id=Building.id, number=Building.number, households=Building.households,
        from_cell=old.name, to_cell=new.name,
    )  # fmt: skip
    rows = (
        select(facts.label("properties"), Building.footprint.label("shape"))
        .outerjoin(was, and_(was.building_id == Building.id, was.division_id == before))
        .outerjoin(old, old.id == was.cell_id)
        .outerjoin(goes, and_(goes.building_id == Building.id, goes.division_id == change.after.id))
        .outerjoin(new, new.id == goes.cell_id)
        .where(
            Building.community_id == community.id,
            among(Building.id, moved),
            Building.id.in_(visible_buildings(viewer)),
        )
        .order_by(Building.id)
    )
    return feature_collection(session, rows)
