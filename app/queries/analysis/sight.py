"""The hotspots of a period, with what was reported in each slice of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Building, Community
from app.models.places import building_name
from app.queries.analysis.slices import slice_starts
from app.queries.hotspots import By, Found, Method, Wish, find_hotspots
from app.queries.hotspots.find import by_slice
from app.queries.scope import Viewer, visible_buildings
from mapping.hotspots import LEAST_PIECES

MOST_BUILDINGS = 200_000


@dataclass(frozen=True)
class Sight:
    """What the map of an analysis shows.

    Attributes
    ----------
    found : Found
        By Gi* with its slices; by the scan where there are too few pieces.
    counts : ndarray of int, shape (n, t)
        Issues by piece and slice.
    starts : list of datetime.date
        First day of each slice.
    near : list of str
        Building in the middle of each piece of a mesh, by which people know where it is; empty
        where a piece has a name of its own.
    """

    found: Found
    counts: NDArray[np.int64]
    starts: list[dt.date]
    near: list[str]


def look(
    session: Session, viewer: Viewer, community: Community, wish: Wish, *, at: dt.datetime
) -> Sight:
    """Look for hotspots in a period and in its slices.

    Parameters
    ----------
    session : Session
    viewer : Viewer
    community : Community
    wish : Wish
        The method is chosen here, by the number of pieces.
    at : datetime.datetime
        Now, in the zone of the place.

    Raises
    ------
    NotFound, InputRefused
        As :func:`app.queries.hotspots.find_hotspots`.
    """
    here = (session, viewer, community)
    found = find_hotspots(*here, replace(wish, method=Method.EMERGING), at=at)
    if len(found.pieces.keys) < LEAST_PIECES:
        # So few that reading them twice costs nothing.
        found = find_hotspots(*here, replace(wish, method=Method.SCAN), at=at)
    return Sight(
        found,
        by_slice(found.pieces, found.cases, found.piece_of, wish).astype(np.int64),
        slice_starts(wish.since, wish.until, wish.slices),
        _near(*here, found) if wish.by in (By.HEX, By.BLOCK) else [""] * len(found.pieces.keys),
    )


def _near(session: Session, viewer: Viewer, community: Community, found: Found) -> list[str]:
    """Name the building that is nearest to the middle of each piece."""
    middle = func.ST_Transform(func.ST_PointOnSurface(Building.footprint), community.metric_srid)
    rows = session.execute(
        select(Building.number, Building.name, func.ST_X(middle), func.ST_Y(middle))
        .where(
            Building.community_id == community.id,
            Building.vanished_on.is_(None),
            Building.id.in_(visible_buildings(viewer)),
            (Building.number != "") | (Building.name != ""),
        )
        .order_by(Building.id)
        .limit(MOST_BUILDINGS)
    ).all()
    if not rows:
        return [""] * len(found.pieces.keys)
    tree = shapely.STRtree(shapely.points([row[2:] for row in rows]))
    nearest = tree.nearest(shapely.centroid(found.pieces.shapes))
    return [building_name(rows[number][0], rows[number][1]) for number in nearest]
