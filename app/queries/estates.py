"""Estates 小区: common ground, so everybody of the community may open one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Duty, Estate
from app.queries.duties import Holder, read_holders, select_holders
from app.queries.scope import NotFound, Viewer, visible_buildings, visible_communities
from geodata.errors import N_


@dataclass(frozen=True)
class EstateFacts:
    """What the panel of an estate shows.

    Attributes
    ----------
    id : int
    name : str
    buildings, households : int
        Of the buildings in it that the viewer may see.
    holders : tuple of Holder
    """

    id: int
    name: str
    buildings: int
    households: int
    holders: tuple[Holder, ...]


def estate_facts(
    session: Session, viewer: Viewer, community: Community, estate_id: int
) -> EstateFacts:
    """Read one estate.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    estate_id : int

    Raises
    ------
    NotFound
        If there is no such estate in the community.
    """
    inside = (
        (Building.community_id == Estate.community_id)
        & Building.vanished_on.is_(None)
        & Building.id.in_(visible_buildings(viewer))
        & Building.footprint.op("&&", is_comparison=True)(Estate.shape)
        & func.ST_Covers(Estate.shape, func.ST_PointOnSurface(Building.footprint))
    )
    row = session.execute(
        select(
            Estate.id,
            Estate.name,
            func.count(Building.id),
            func.sum(Building.households),
        )
        .select_from(Estate)
        .outerjoin(Building, inside)
        .where(
            Estate.id == estate_id,
            Estate.community_id == community.id,
            Estate.community_id.in_(visible_communities(viewer)),
            Estate.vanished_on.is_(None),
        )
        .group_by(Estate.id)
    ).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such estate."))
    duties = select_holders(viewer).where(Duty.estate_id == estate_id)
    key, name, buildings, households = row
    return EstateFacts(key, name, buildings, households or 0, read_holders(session, duties))
