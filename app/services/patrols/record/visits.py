"""Visits that a walk made: of the stops on its route, and of buildings beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Building, Patrol, Stop, Visit, VisitDoubt, VisitHow
from app.services.patrols.ground import PatrolGround
from geodata.crs import STORAGE_SRID
from patrol.track import Walked, passed_stops
from patrol.track.passing import Passed

MOST_BUILDINGS = 20_000
_AROUND_M = 60.0


@dataclass(frozen=True)
class Sighting:
    """What all visits of one walk have in common.

    Attributes
    ----------
    patrol : Patrol
    walked : Walked
    ground : PatrolGround
    at : datetime.datetime
        When a visit is dated where the track has no times.
    doubt : VisitDoubt or None
    """

    patrol: Patrol
    walked: Walked
    ground: PatrolGround
    at: dt.datetime
    doubt: VisitDoubt | None


def note_visits(session: Session, sighting: Sighting) -> tuple[int, int]:
    """Write down which stops and buildings a walk passed; what is known already stays.

    Parameters
    ----------
    session : Session
    sighting : Sighting

    Returns
    -------
    (int, int)
        Stops of the route that were passed, and all of them.
    """
    stops = session.execute(
        select(Stop.id, Stop.building_id, Stop.point)
        .where(Stop.route_id == sighting.patrol.route_id)
        .order_by(Stop.sequence)
    ).all()
    passed = _passed(sighting, [stop.point for stop in stops])
    rows = [
        _row(sighting, passed, row, stop_id=stop.id, building_id=stop.building_id)
        for row, stop in enumerate(stops)
        if passed.passed[row]
    ]
    known = _known_buildings(session, sighting.patrol)
    known |= {stop.building_id for stop in stops}
    rows += _buildings(session, sighting, known)
    if rows:
        session.execute(insert(Visit).on_conflict_do_nothing(), rows)
    return int(passed.passed.sum()), len(stops)


def _passed(sighting: Sighting, points: Sequence[BaseGeometry]) -> Passed:
    srid = sighting.ground.network.srid
    places = gpd.GeoSeries(points, crs=STORAGE_SRID).to_crs(srid)
    walls = np.asarray(sighting.ground.footprints, dtype=object)
    xy = shapely.get_coordinates(places.to_numpy()).reshape(-1, 2)
    return passed_stops(sighting.ground.network, sighting.walked, xy, walls)


def _row(
    sighting: Sighting,
    passed: Passed,
    row: int,
    *,
    stop_id: int | None,
    building_id: int | None,
) -> dict[str, object]:
    timed = sighting.walked.timed
    moment = dt.datetime.fromtimestamp(passed.at_s[row], dt.UTC) if timed else sighting.at
    return {
        "patrol_id": sighting.patrol.id,
        "stop_id": stop_id,
        "building_id": building_id,
        "at": moment,
        "how": VisitHow.TRACK,
        "doubt": sighting.doubt,
        "distance_m": float(passed.distance_m[row]),
    }


def _known_buildings(session: Session, patrol: Patrol) -> set[int | None]:
    """Give the buildings that the patrol visited as far as is known."""
    return set(session.scalars(select(Visit.building_id).where(Visit.patrol_id == patrol.id)))


def _buildings(
    session: Session, sighting: Sighting, known: set[int | None]
) -> list[dict[str, object]]:
    """Give the visits of buildings beside the walk that no stop of the route stands for."""
    rows = session.execute(
        select(Building.id, func.ST_PointOnSurface(Building.footprint))
        .where(
            Building.community_id == sighting.patrol.community_id,
            Building.vanished_on.is_(None),
            Building.footprint.ST_Intersects(_frame(sighting)),
        )
        .order_by(Building.id)
        .limit(MOST_BUILDINGS)
    ).all()
    others = [(key, to_shape(point)) for key, point in rows if key not in known]
    passed = _passed(sighting, [point for _, point in others])
    return [
        _row(sighting, passed, row, stop_id=None, building_id=key)
        for row, (key, _) in enumerate(others)
        if passed.passed[row]
    ]


def _frame(sighting: Sighting) -> object:
    """Give a frame around the walk, as PostGIS takes it."""
    network, walked = sighting.ground.network, sighting.walked
    bounds = shapely.bounds(network.lines[np.unique(walked.edge)])
    frame = shapely.box(*bounds[:, :2].min(axis=0), *bounds[:, 2:].max(axis=0)).buffer(_AROUND_M)
    globe = gpd.GeoSeries([frame], crs=network.srid).to_crs(STORAGE_SRID).iloc[0]
    return func.ST_GeomFromText(globe.wkt, STORAGE_SRID)
