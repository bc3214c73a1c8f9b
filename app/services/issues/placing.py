"""Where a report lies, as far as it says so: building, entrance, point, and doubts."""

from __future__ import annotations

from dataclasses import dataclass

from shapely import Point
from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from app.models import Building, Community, Entrance, Issue, PlaceDoubt
from app.queries.scope import NotFound
from geodata.errors import N_


@dataclass(frozen=True)
class ReportedPlace:
    """A place as columns of an issue.

    Attributes
    ----------
    building_id, entrance_id : int or None
    point : shapely.Point or None
        EPSG:4326.
    place_doubt : PlaceDoubt or None
    """

    building_id: int | None
    entrance_id: int | None
    point: Point | None
    place_doubt: PlaceDoubt | None


def place_report(
    session: Session,
    community: Community,
    *,
    building_id: int | None = None,
    entrance_id: int | None = None,
    point: Point | None = None,
) -> ReportedPlace:
    """Give the place of a report; what names a building or an entrance is beyond doubt.

    Parameters
    ----------
    session : Session
    community : Community
    building_id, entrance_id : int, optional
        In the community.
    point : shapely.Point, optional
        EPSG:4326. Without one an issue lies at the entrance, or in the building.

    Raises
    ------
    NotFound
        If building or entrance are not in the community.
    """
    entrance = _find_entrance(session, community, entrance_id)
    building = _find_building(session, community, entrance.building_id if entrance else building_id)
    if building is None:
        return ReportedPlace(None, None, point, doubt_of(session, community, point))
    if point is None or doubt_of(session, community, point):
        point = (entrance.point if entrance else building.footprint).representative_point()
    return ReportedPlace(building.id, entrance.id if entrance else None, point, None)


def doubt_of(session: Session, community: Community, point: Point | None) -> PlaceDoubt | None:
    """Tell what makes a lone point doubtful.

    New piles show only in a list, where all of a source is seen at once; on one that is known
    already, a single report is as doubtful as those before it.

    Parameters
    ----------
    session : Session
    community : Community
    point : shapely.Point or None
        EPSG:4326.
    """
    if point is None:
        return PlaceDoubt.NONE
    if point.x == 0 and point.y == 0:
        return PlaceDoubt.ZERO
    if community.boundary is not None and not community.boundary.intersects(point):
        return PlaceDoubt.OUTSIDE
    return PlaceDoubt.PILE if _is_known_pile(session, community, point) else None


def _is_known_pile(session: Session, community: Community, point: Point) -> bool:
    """Tell whether issues on this very point are known to be a pile."""
    here = select(Issue.id).where(
        Issue.community_id == community.id,
        func.ST_Intersects(Issue.point, literal(point, Issue.point.type)),
        Issue.place_doubt == PlaceDoubt.PILE,
    )
    return session.scalar(here.limit(1)) is not None


def _find_entrance(
    session: Session, community: Community, entrance_id: int | None
) -> Entrance | None:
    """Find an entrance of the community."""
    if entrance_id is None:
        return None
    found = session.get(Entrance, entrance_id)
    if found is None or found.community_id != community.id:
        raise NotFound(N_("There is no such entrance."))
    return found


def _find_building(
    session: Session, community: Community, building_id: int | None
) -> Building | None:
    """Find a building of the community."""
    if building_id is None:
        return None
    found = session.get(Building, building_id)
    if found is None or found.community_id != community.id:
        raise NotFound(N_("There is no such building."))
    return found
